package dev.unroll.compiler.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinksTest {
    @Test
    void relativeLinksLeadSomewhere() {
        List<String> dead = new ArrayList<>();
        for (Markdown page : Markdown.all()) {
            for (String link : page.links()) {
                if (!link.matches("[a-z]+:.*") && !leadsSomewhere(page, link)) {
                    dead.add(page.name() + ": " + link);
                }
            }
        }
        assertEquals(List.of(), dead);
    }

    private static boolean leadsSomewhere(Markdown page, String link) {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path target =
                path.isEmpty() ? page.file() : page.file().resolveSibling(path).normalize();
        boolean exists = target.startsWith(Markdown.ROOT) && Files.exists(target);
        return exists && (hash < 0 || Markdown.read(target).anchors().contains(link.substring(hash + 1)));
    }

    @Test
    void thereAreLinks() {
        assertTrue(Markdown.doc("architecture.md").links().size() > 30);
    }
}
