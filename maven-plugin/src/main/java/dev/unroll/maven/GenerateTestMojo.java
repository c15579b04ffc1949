package dev.unroll.maven;

import dev.unroll.compiler.Compilation;
import dev.unroll.compiler.CompilerOptions;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/**
 * Makes JUnit 5 tests of the {@code test} blocks in {@code src/main/rnn} and {@code src/test/rnn}, and compiles the models
 * of {@code src/test/rnn} to Java source. Models there may use those of {@code src/main/rnn}.
 */
@Mojo(name = "generate-test", defaultPhase = LifecyclePhase.GENERATE_TEST_SOURCES, threadSafe = true)
public final class GenerateTestMojo extends UnrollMojo {
    /** Folder of the {@code .rnn} files with models used only in tests. */
    @Parameter(defaultValue = "${project.basedir}/src/test/rnn", required = true)
    private File sourceDirectory;

    /** Folder of the {@code .rnn} files whose {@code test} blocks are wanted. */
    @Parameter(defaultValue = "${project.basedir}/src/main/rnn", required = true)
    private File mainSourceDirectory;

    /** Folder the Java files go to. */
    @Parameter(defaultValue = "${project.build.directory}/generated-test-sources/unroll", required = true)
    private File outputDirectory;

    /** Whether tests are not compiled, so that none need generating. */
    @Parameter(property = "maven.test.skip", defaultValue = "false")
    private boolean skipTests;

    @Override
    void generate(MavenProject project) throws IOException, MojoExecutionException, MojoFailureException {
        if (skipTests) {
            getLog().info("Tests are skipped.");
            return;
        }
        project.addTestCompileSourceRoot(outputDirectory.getAbsolutePath());
        List<SourceFile> main = read(mainSourceDirectory);
        List<SourceFile> all = new ArrayList<>(main);
        all.addAll(read(sourceDirectory));
        Compilation compilation = compile(all, main, CompilerOptions.standard());
        SortedMap<String, String> texts = texts(compilation.sources());
        if (all.size() == main.size()) {
            texts.clear();
        } else {
            // The main sources' classes are generated and compiled already.
            texts.keySet().removeAll(texts(compileSilently(main).sources()).keySet());
        }
        texts.putAll(texts(compilation.testSources()));
        write(texts, outputDirectory);
    }
}
