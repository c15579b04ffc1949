package dev.unroll.maven;

import dev.unroll.compiler.Compilation;
import dev.unroll.compiler.CompilerOptions;
import dev.unroll.compiler.GeneratedFile;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.diagnostics.Severity;
import dev.unroll.compiler.source.Source;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** What the generating goals share: their parameters, and the way from a list of files to a written folder. */
abstract class UnrollMojo extends AbstractMojo {
    /** Ant patterns of the files to compile, relative to the source directory; all {@code .rnn} files when not given. */
    @Parameter
    private List<String> includes = List.of();

    /** Ant patterns of the files to leave out, relative to the source directory. */
    @Parameter
    private List<String> excludes = List.of();

    /** Encoding of the {@code .rnn} files and of the generated Java. */
    @Parameter(property = "unroll.encoding", defaultValue = "${project.build.sourceEncoding}")
    private String encoding;

    /** Whether a warning fails the build. */
    @Parameter(property = "unroll.failOnWarnings", defaultValue = "false")
    private boolean failOnWarnings;

    /** Whether to do nothing at all. */
    @Parameter(property = "unroll.skip", defaultValue = "false")
    private boolean skip;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution execution;

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("Unroll is skipped.");
            return;
        }
        try {
            generate(project);
        } catch (CompilerBug bug) {
            throw new MojoExecutionException(
                    "This is a bug in Unroll, not in your .rnn files; please report it: " + bug.getMessage(), bug);
        } catch (IOException failed) {
            throw new MojoExecutionException("Unroll cannot read or write a file: " + failed, failed);
        }
    }

    /** Generates this goal's sources and adds their folder to the project, also when there is nothing to generate. */
    abstract void generate(MavenProject project) throws IOException, MojoExecutionException, MojoFailureException;

    /** The files of a folder, or none, which is worth a line in the log. */
    final List<SourceFile> read(File directory) throws IOException, MojoExecutionException, MojoFailureException {
        SourceFolder folder = new SourceFolder(directory.toPath(), includes, excludes);
        if (!folder.exists()) {
            getLog().info("No .rnn sources: there is no " + directory + ".");
            return List.of();
        }
        return folder.read(charset());
    }

    /**
     * Compiles the files; says what is wrong with them and fails if that forbids going on.
     *
     * @param known files another goal has compiled before: their warnings have been said and are not repeated
     */
    final Compilation compile(List<SourceFile> files, List<SourceFile> known, CompilerOptions options)
            throws MojoExecutionException, MojoFailureException {
        Compilation compilation = RnnCompiler.compile(sources(files), new CompanionFiles(files, charset()), options);
        Set<Source> said = known.stream().map(SourceFile::source).collect(Collectors.toUnmodifiableSet());
        List<Diagnostic> news = compilation.diagnostics().stream()
                .filter(found -> found.severity() == Severity.ERROR
                        || !said.contains(found.span().source()))
                .toList();
        new DiagnosticLog(getLog(), files).show(news, failOnWarnings);
        return compilation;
    }

    /** Compiles files that compiled before. */
    final Compilation compileSilently(List<SourceFile> files) throws MojoExecutionException {
        return RnnCompiler.compile(sources(files), new CompanionFiles(files, charset()), CompilerOptions.standard());
    }

    private static List<Source> sources(List<SourceFile> files) {
        return files.stream().map(SourceFile::source).toList();
    }

    /** Makes a folder hold exactly these texts, given by their path below it. */
    final void write(SortedMap<String, String> texts, File directory) throws IOException, MojoExecutionException {
        OutputFolder.Changes changes = replace(texts, directory, execution.getGoal());
        getLog().info("Generated " + texts.size() + (texts.size() == 1 ? " Java file in " : " Java files in ")
                + directory + ": " + changes.written() + " written, " + changes.unchanged() + " unchanged, "
                + changes.deleted() + " deleted.");
    }

    /** Makes a folder hold exactly these texts; remembers them in a manifest of the given name. */
    final OutputFolder.Changes replace(SortedMap<String, String> texts, File directory, String manifestName)
            throws IOException, MojoExecutionException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (var text : texts.entrySet()) {
            files.put(text.getKey(), bytes(text.getKey(), text.getValue()));
        }
        Path manifest = Path.of(
                project.getBuild().getDirectory(),
                "maven-status",
                "unroll",
                execution.getExecutionId(),
                manifestName + ".lst");
        return new OutputFolder(directory.toPath(), manifest).replaceBy(files);
    }

    /** Texts by path. */
    static SortedMap<String, String> texts(List<GeneratedFile> files) {
        SortedMap<String, String> texts = new TreeMap<>();
        files.forEach(file -> texts.put(file.path(), file.text()));
        return texts;
    }

    private byte[] bytes(String name, String text) throws MojoExecutionException {
        try {
            ByteBuffer encoded = charset().newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException unmappable) {
            throw new MojoExecutionException(
                    name + " has characters that " + charset()
                            + " cannot write: set project.build.sourceEncoding to UTF-8",
                    unmappable);
        }
    }

    private Charset charset() throws MojoExecutionException {
        if (encoding == null || encoding.isBlank()) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(encoding);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            throw new MojoExecutionException("There is no encoding " + encoding + ".", unknown);
        }
    }
}
