package dev.unroll.runtime.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a {@link Series} from a CSV file. */
final class CsvSeries {
    private CsvSeries() {}

    static Series read(Path file, List<String> wanted) {
        List<String> columns = wanted;
        List<float[]> rows = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord line : reader) {
                if (rows.isEmpty()) {
                    columns = columns(file, line.getHeader(), wanted);
                }
                rows.add(row(file, line, columns));
            }
        } catch (CsvParseException | UncheckedIOException | IOException e) {
            throw new DataException(file + ": cannot be read: " + reason(e), e);
        }
        if (rows.isEmpty()) {
            throw new DataException(file + ": no row of numbers below the header");
        }
        return Series.of(columns, rows.toArray(float[][]::new));
    }

    private static List<String> columns(Path file, List<String> header, List<String> wanted) {
        for (String name : wanted) {
            if (!header.contains(name)) {
                throw new DataException(
                        file + ": no column named " + name + "; there are " + String.join(", ", header));
            }
        }
        return wanted.isEmpty() ? List.copyOf(header) : wanted;
    }

    private static float[] row(Path file, NamedCsvRecord line, List<String> columns) {
        float[] row = new float[columns.size()];
        for (int c = 0; c < row.length; c++) {
            String field = line.findField(columns.get(c)).orElse("").strip();
            row[c] = number(field);
            if (!Float.isFinite(row[c])) {
                throw new DataException(file + ": line " + line.getStartingLineNumber() + ", column " + columns.get(c)
                        + ": "
                        + (field.isEmpty() ? "the value is missing" : "\"" + field + "\" is not a finite number"));
            }
        }
        return row;
    }

    /** NaN for what is no number, which the caller refuses like a NaN in the file. */
    private static float number(String field) {
        try {
            return Float.parseFloat(field);
        } catch (NumberFormatException e) {
            return Float.NaN;
        }
    }

    private static String reason(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
    }
}
