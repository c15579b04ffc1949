package dev.unroll.runtime.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A CSV file in memory, by the names of its columns (RFC 4180: quoted fields may hold separators and line ends; UTF-8, with or
 * without a byte order mark; first record is the header). Immutable.
 */
public final class CsvTable {
    private final String file;
    private final List<String> columns;
    private final List<List<String>> rows;
    private final long[] lines;

    private CsvTable(String file, List<String> columns, List<List<String>> rows, long[] lines) {
        this.file = file;
        this.columns = columns;
        this.rows = rows;
        this.lines = lines;
    }

    /**
     * Reads a file whose fields are separated by commas.
     *
     * @throws DataException when it cannot be read, is no UTF-8, has no header, one name twice, or a row with another number of
     *     fields; names file and line
     */
    public static CsvTable read(Path file) {
        return read(file, ',');
    }

    /** {@link #read(Path)} with another separator, such as {@code ';'} or {@code '\t'}. */
    public static CsvTable read(Path file, char separator) {
        String name = file.toString();
        List<String> columns = List.of();
        List<List<String>> rows = new ArrayList<>();
        List<Long> lines = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder()
                .fieldSeparator(separator)
                .ofNamedCsvRecord(Utf8.reader(name, Files.newInputStream(file)))) {
            for (NamedCsvRecord row : reader) {
                columns = row.getHeader();
                rows.add(List.copyOf(row.getFields()));
                lines.add(row.getStartingLineNumber());
            }
        } catch (CsvParseException | UncheckedIOException | IOException e) {
            throw unreadable(name, lines.isEmpty() ? 1 : lines.get(lines.size() - 1) + 1, e);
        }
        if (rows.isEmpty()) {
            throw new DataException(name + ": no row below the header");
        }
        return new CsvTable(
                name,
                List.copyOf(columns),
                rows,
                lines.stream().mapToLong(Long::longValue).toArray());
    }

    /** A parser's message says more than that of what it wraps, but for files that are no text at all. */
    static DataException unreadable(String name, long line, Exception e) {
        boolean parsed = e instanceof CsvParseException && !(e.getCause() instanceof IOException);
        return parsed
                ? new DataException(name + ": at or after line " + line + ": " + Excerpt.line(parsing(e), 300), e)
                : Utf8.unreadable(name, line, e);
    }

    private static String parsing(Exception e) {
        return Optional.ofNullable(e.getCause()).map(Throwable::getMessage).orElse(e.getMessage());
    }

    /** Column names in the file's order. */
    public List<String> columns() {
        return columns;
    }

    /** How many rows. */
    public int rows() {
        return rows.size();
    }

    /** Where a row begins in the file, from 1. */
    public long line(int row) {
        return lines[row];
    }

    /**
     * A column as texts, as they stand in the file.
     *
     * @throws DataException when there is no such column; names those there are
     */
    public List<String> texts(String column) {
        int c = index(column);
        return rows.stream().map(row -> row.get(c)).toList();
    }

    /**
     * A column as numbers, one per row.
     *
     * @throws DataException when there is no such column or a field is no finite number; names line and column
     */
    public float[] numbers(String column) {
        return series(Missing.REFUSE, column).values();
    }

    /**
     * A column of two answers.
     *
     * @throws DataException when a field is neither; names line and column
     */
    public List<Boolean> flags(String column, String yes, String no) {
        int c = index(column);
        List<Boolean> flags = new ArrayList<>(rows());
        for (int r = 0; r < rows(); r++) {
            String field = rows.get(r).get(c).strip();
            if (!field.equals(yes) && !field.equals(no)) {
                throw new DataException(place(r, column) + Excerpt.of(field) + " is neither " + yes + " nor " + no);
            }
            flags.add(field.equals(yes));
        }
        return flags;
    }

    /**
     * Columns as one series, a row of the file being a step.
     *
     * @param names which ones, in this order; none for all
     * @throws DataException when a column is missing, a field is no number, or a value is missing and may not or cannot be
     *     filled; names line and column
     */
    public Series series(Missing missing, String... names) {
        List<String> chosen = names.length == 0 ? columns : List.of(names);
        int[] at = chosen.stream().mapToInt(this::index).toArray();
        float[][] numbers = new float[rows()][at.length];
        for (int r = 0; r < numbers.length; r++) {
            for (int c = 0; c < at.length; c++) {
                numbers[r][c] = number(r, chosen.get(c), rows.get(r).get(at[c]).strip());
            }
        }
        Gaps.fill(file, numbers, chosen, lines, missing);
        return Series.of(chosen, numbers);
    }

    private float number(int row, String column, String field) {
        if (field.isEmpty() || field.equals("NA") || field.equals("NaN")) {
            return Float.NaN;
        }
        try {
            float number = Float.parseFloat(field);
            if (Float.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new DataException(place(row, column) + Excerpt.of(field) + " is not a finite number", e);
        }
        throw new DataException(place(row, column) + Excerpt.of(field) + " is not a finite number");
    }

    private String place(int row, String column) {
        return file + ": line " + line(row) + ", column " + column + ": ";
    }

    private int index(String column) {
        int index = columns.indexOf(column);
        if (index < 0) {
            throw new DataException(file + ": no column named " + column + "; there are "
                    + columns.stream().map(name -> Excerpt.line(name, 60)).collect(Collectors.joining(", ")));
        }
        return index;
    }

    @Override
    public String toString() {
        return "CsvTable of " + rows() + " rows, columns " + String.join(", ", columns);
    }
}
