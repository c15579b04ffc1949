package dev.unroll.maven;

import dev.unroll.compiler.Compilation;
import dev.unroll.compiler.CompilerOptions;
import dev.unroll.compiler.outline.Outline;
import dev.unroll.compiler.outline.OutlineText;
import java.io.File;
import java.io.IOException;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/**
 * Checks the models of {@code src/main/rnn} and shows each at a glance: layers, types, parameters, floating-point operations
 * and bytes. Writes nothing.
 */
@Mojo(name = "validate", defaultPhase = LifecyclePhase.VALIDATE, threadSafe = true)
public final class ValidateMojo extends UnrollMojo {
    /** Folder of the {@code .rnn} files. */
    @Parameter(defaultValue = "${project.basedir}/src/main/rnn", required = true)
    private File sourceDirectory;

    @Override
    void generate(MavenProject project) throws IOException, MojoExecutionException, MojoFailureException {
        Compilation compilation = compile(read(sourceDirectory), List.of(), CompilerOptions.standard());
        for (Outline outline : compilation.outlines()) {
            getLog().info("");
            OutlineText.lines(outline).forEach(getLog()::info);
        }
        int models = compilation.outlines().size();
        getLog().info("");
        getLog().info(models + (models == 1 ? " model is" : " models are") + " sound.");
    }
}
