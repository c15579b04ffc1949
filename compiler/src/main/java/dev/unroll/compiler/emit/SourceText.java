package dev.unroll.compiler.emit;

import com.palantir.javapoet.JavaFile;
import dev.unroll.compiler.GeneratedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The text of a generated file, laid out as a person would: Javadoc of one line on one line, fields close together. */
public final class SourceText {
    private static final Pattern ONE_LINE_DOC = Pattern.compile("(?m)^( *)/\\*\\*\\n *\\* (.*)\\n *\\*/$");
    private static final Pattern FIELD =
            Pattern.compile(" +(private )?(static )?final [A-Za-z0-9_<>.]+ \\w+( = this::\\w+)?;");

    private SourceText() {}

    /** The file's path and text. */
    public static GeneratedFile of(JavaFile file) {
        String folder = file.packageName().isEmpty() ? "" : file.packageName().replace('.', '/') + "/";
        String text = ONE_LINE_DOC.matcher(file.toString()).replaceAll("$1/** $2 */");
        return new GeneratedFile(folder + file.typeSpec().name() + ".java", closeFields(text));
    }

    /** Takes out the blank lines between fields. */
    private static String closeFields(String text) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        for (int i = lines.size() - 3; i > 0; i--) {
            boolean afterField =
                    lines.get(i).isEmpty() && FIELD.matcher(lines.get(i - 1)).matches();
            int next = lines.get(i + 1).endsWith("*/") && lines.get(i + 1).contains("/**") ? i + 2 : i + 1;
            if (afterField
                    && next < lines.size()
                    && FIELD.matcher(lines.get(next)).matches()) {
                lines.remove(i);
            }
        }
        return String.join("\n", lines);
    }
}
