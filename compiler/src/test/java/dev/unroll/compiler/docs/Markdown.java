package dev.unroll.compiler.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A file of the documentation, read line by line: as much of Markdown as these files use. */
record Markdown(Path file, List<String> lines) {
    /** The repository; tests run in the folder of their module. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*");
    private static final Pattern MARK = Pattern.compile("<!-- (.*) -->");

    /** A fenced block; {@code info} is what stands after the opening fence, {@code line} the 1-based line of that fence. */
    record Fence(int line, String info, String text) {}

    /** A table under a comment; cells of the body only. */
    record Table(int line, String mark, List<List<String>> rows) {}

    static Markdown read(Path file) {
        try {
            return new Markdown(file, Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Markdown doc(String name) {
        return read(ROOT.resolve("docs").resolve(name));
    }

    /** All files that users and newcomers read. */
    static List<Markdown> all() {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"));
                Stream<Path> top = Files.list(ROOT)) {
            return Stream.concat(top, docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .map(Markdown::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return ROOT.relativize(file).toString().replace('\\', '/');
    }

    List<Fence> fences() {
        List<Fence> fences = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith("```")) {
                continue;
            }
            int end = closing(i);
            String text = String.join("\n", lines.subList(i + 1, end)) + "\n";
            fences.add(new Fence(i + 1, lines.get(i).substring(3).strip(), text));
            i = end;
        }
        return fences;
    }

    /** Index of the line that closes the fence opened in line {@code open}, both 0-based. */
    int closing(int open) {
        int end = open + 1;
        while (end < lines.size() && !lines.get(end).equals("```")) {
            end++;
        }
        if (end == lines.size()) {
            throw new AssertionError(name() + ":" + (open + 1) + ": this fence is never closed");
        }
        return end;
    }

    /** Lines outside of fences. */
    private List<String> prose() {
        List<String> prose = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("```")) {
                i = closing(i);
            } else {
                prose.add(lines.get(i));
            }
        }
        return prose;
    }

    /** Tables that stand right under a comment. */
    List<Table> markedTables() {
        List<Table> tables = new ArrayList<>();
        for (int i = 0; i + 1 < lines.size(); i++) {
            Matcher mark = MARK.matcher(lines.get(i));
            if (!mark.matches() || !lines.get(i + 1).startsWith("|")) {
                continue;
            }
            List<List<String>> rows = new ArrayList<>();
            for (int row = i + 3; row < lines.size() && lines.get(row).startsWith("|"); row++) {
                String[] cells = lines.get(row).substring(1).split("(?<!\\\\)\\|", -1);
                rows.add(Arrays.stream(cells)
                        .map(cell -> cell.strip().replace("\\|", "|"))
                        .toList());
            }
            tables.add(new Table(i + 1, mark.group(1), rows));
        }
        return tables;
    }

    /** Texts of the code spans in a piece of prose. */
    static List<String> spans(String prose) {
        return SPAN.matcher(prose).results().map(found -> found.group(1)).toList();
    }

    /** All words that stand in code: in spans and fences. */
    Set<String> wordsInCode() {
        Stream<String> code = Stream.concat(
                prose().stream().flatMap(line -> spans(line).stream()),
                fences().stream().map(Fence::text));
        return code.flatMap(text -> WORD.matcher(text).results().map(word -> word.group()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Targets of links, comments and fences left out. */
    List<String> links() {
        return prose().stream()
                .flatMap(line -> LINK.matcher(line.replaceAll("`[^`]*`", "`")).results())
                .map(found -> found.group(1))
                .toList();
    }

    /** What a link to a heading of this file may name. */
    Set<String> anchors() {
        return prose().stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
