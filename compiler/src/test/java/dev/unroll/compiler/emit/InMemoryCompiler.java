package dev.unroll.compiler.emit;

import dev.unroll.compiler.GeneratedFile;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles generated files against the test class path, with all warnings as errors, and loads the classes. */
public final class InMemoryCompiler extends ClassLoader {
    private final Map<String, byte[]> classes = new HashMap<>();

    private InMemoryCompiler() {
        super(InMemoryCompiler.class.getClassLoader());
    }

    /** Compiles; an error or a warning fails the test. */
    public static InMemoryCompiler compile(List<GeneratedFile> files) {
        InMemoryCompiler result = new InMemoryCompiler();
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        StandardJavaFileManager standard = javac.getStandardFileManager(problems, Locale.ROOT, null);
        JavaFileManager memory = new ForwardingJavaFileManager<JavaFileManager>(standard) {
            @Override
            public JavaFileObject getJavaFileForOutput(
                    Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
                return result.new ClassFile(name);
            }
        };
        List<JavaFileObject> sources = new ArrayList<>();
        files.forEach(file -> sources.add(new SourceFile(file)));
        List<String> options =
                List.of("--release", "17", "-Xlint:all,-processing,-classfile,-path", "-Werror", "-proc:none");
        boolean compiled =
                javac.getTask(null, memory, problems, options, null, sources).call();
        if (!compiled || !problems.getDiagnostics().isEmpty()) {
            StringBuilder text = new StringBuilder("generated code does not compile:\n");
            for (Diagnostic<? extends JavaFileObject> problem : problems.getDiagnostics()) {
                text.append(problem).append('\n');
            }
            throw new AssertionError(text.toString());
        }
        return result;
    }

    /** Class files by binary name. */
    public Map<String, byte[]> classFiles() {
        return classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    private static final class SourceFile extends SimpleJavaFileObject {
        private final String text;

        private SourceFile(GeneratedFile file) {
            super(URI.create("string:///" + file.path()), Kind.SOURCE);
            text = file.text();
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private final class ClassFile extends SimpleJavaFileObject {
        private final String name;

        private ClassFile(String name) {
            super(URI.create("memory:///" + name.replace('.', '/') + ".class"), Kind.CLASS);
            this.name = name;
        }

        @Override
        public OutputStream openOutputStream() {
            return new ByteArrayOutputStream() {
                @Override
                public void close() {
                    classes.put(name, toByteArray());
                }
            };
        }
    }
}
