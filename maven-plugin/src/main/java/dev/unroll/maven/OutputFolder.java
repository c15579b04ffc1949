package dev.unroll.maven;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * The folder generated files go to. A list of what was written last time is kept beside the build's other records, so
 * that files nothing produces any more can be deleted without touching files of others.
 *
 * @param root the folder to write below
 * @param manifest the list of the files written last time, one path relative to {@code root} per line
 */
record OutputFolder(Path root, Path manifest) {

    /**
     * What happened to the files.
     *
     * @param written files that are new or have new bytes
     * @param unchanged files that were left alone, so that javac sees no change
     * @param deleted files of last time that nothing produces any more
     */
    record Changes(int written, int unchanged, int deleted) {}

    OutputFolder {
        root = root.toAbsolutePath().normalize();
    }

    /**
     * Makes this folder hold exactly these files, apart from files of others.
     *
     * @param files bytes by path relative to this folder, with {@code /} between its parts
     * @throws IllegalArgumentException when a path leads out of this folder; nothing is written then
     * @throws IOException when a file cannot be written
     */
    Changes replaceBy(SortedMap<String, byte[]> files) throws IOException {
        for (String name : files.keySet()) {
            inside(name);
        }
        int deleted = 0;
        for (String name : writtenLastTime()) {
            if (!files.containsKey(name) && Files.deleteIfExists(inside(name))) {
                deleted++;
            }
        }
        int written = 0;
        for (var file : files.entrySet()) {
            if (writeIfDifferent(inside(file.getKey()), file.getValue())) {
                written++;
            }
        }
        String list = String.join("\n", files.keySet()) + "\n";
        writeIfDifferent(manifest, list.getBytes(StandardCharsets.UTF_8));
        return new Changes(written, files.size() - written, deleted);
    }

    private List<String> writtenLastTime() throws IOException {
        if (!Files.exists(manifest)) {
            return List.of();
        }
        return List.copyOf(new TreeSet<>(Files.readAllLines(manifest).stream()
                .filter(line -> !line.isBlank())
                .toList()));
    }

    /** The path of a file by its name; refuses names that lead elsewhere, also those of a manifest someone edited. */
    private Path inside(String name) {
        Path path = root.resolve(name).normalize();
        if (!path.startsWith(root) || path.equals(root)) {
            throw new IllegalArgumentException(name + " leads out of " + root);
        }
        return path;
    }

    private static boolean writeIfDifferent(Path path, byte[] bytes) throws IOException {
        if (Files.isRegularFile(path) && Arrays.equals(Files.readAllBytes(path), bytes)) {
            return false;
        }
        Files.createDirectories(path.getParent());
        Path half = path.resolveSibling(path.getFileName() + ".tmp");
        Files.write(half, bytes);
        Files.move(half, path, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }
}
