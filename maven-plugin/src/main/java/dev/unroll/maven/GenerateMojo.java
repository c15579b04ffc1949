package dev.unroll.maven;

import dev.unroll.compiler.Compilation;
import dev.unroll.compiler.CompilerOptions;
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

    /** Stages to write down below {@code target/unroll-dumps}: ast, types, ir, grad, plan. */
    @Parameter(property = "unroll.dump")
    private List<String> dump = List.of();

    @Override
    void generate(MavenProject project) throws IOException, MojoExecutionException, MojoFailureException {
        project.addCompileSourceRoot(outputDirectory.getAbsolutePath());
        CompilerOptions options = new CompilerOptions(Dumps.stages(dump));
        Compilation compilation = compile(read(sourceDirectory), List.of(), options);
        write(texts(compilation.sources()), outputDirectory);
        if (!dump.isEmpty()) {
            File folder = new File(project.getBuild().getDirectory(), "unroll-dumps");
            replace(Dumps.texts(compilation.dumps()), folder, "dump");
            getLog().info("Dumped " + String.join(", ", dump) + " to " + folder + ".");
        }
    }
}
