package dev.unroll.maven;

import dev.unroll.compiler.Compilation;
import java.io.File;
import java.io.IOException;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** Compiles the models of {@code src/main/rnn} to Java source. */
@Mojo(name = "generate", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class GenerateMojo extends UnrollMojo {
    /** Folder of the {@code .rnn} files. */
    @Parameter(defaultValue = "${project.basedir}/src/main/rnn", required = true)
    private File sourceDirectory;

    /** Folder the Java files go to. */
    @Parameter(defaultValue = "${project.build.directory}/generated-sources/unroll", required = true)
    private File outputDirectory;

    @Override
    void generate(MavenProject project) throws IOException, MojoExecutionException, MojoFailureException {
        project.addCompileSourceRoot(outputDirectory.getAbsolutePath());
        Compilation compilation = compile(read(sourceDirectory), List.of());
        write(texts(compilation.sources()), outputDirectory);
    }
}
