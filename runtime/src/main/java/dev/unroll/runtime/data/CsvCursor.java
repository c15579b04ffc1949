package dev.unroll.runtime.data;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One pass over the rows of a CSV file. */
final class CsvCursor implements ExampleSource.Cursor<CsvRow> {
    private final String file;
    private final CloseableIterator<NamedCsvRecord> rows;
    private long line;

    private CsvCursor(String file, CloseableIterator<NamedCsvRecord> rows) {
        this.file = file;
        this.rows = rows;
    }

    static CsvCursor open(Path file, char separator) {
        String name = file.toString();
        try {
            return new CsvCursor(
                    name,
                    CsvReader.builder()
                            .fieldSeparator(separator)
                            .ofNamedCsvRecord(Utf8.reader(name, Files.newInputStream(file)))
                            .iterator());
        } catch (IOException e) {
            throw CsvTable.unreadable(name, 1, e);
        }
    }

    @Override
    public CsvRow next() {
        try {
            if (!rows.hasNext()) {
                return null;
            }
            CsvRow row = new CsvRow(file, rows.next());
            line = row.line();
            return row;
        } catch (CsvParseException | UncheckedIOException e) {
            throw CsvTable.unreadable(file, line + 1, e);
        }
    }

    @Override
    public String place() {
        return file + ": line " + line;
    }

    @Override
    public void close() {
        try {
            rows.close();
        } catch (IOException e) {
            throw CsvTable.unreadable(file, line, e);
        }
    }
}
