package dev.unroll.runtime.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One long series, oldest row first: rows of named columns. Every number is finite. Immutable. */
public final class Series {
    private final List<String> columns;
    private final float[] numbers; // row by row

    private Series(List<String> columns, float[] numbers) {
        this.columns = List.copyOf(columns);
        this.numbers = numbers;
        for (int i = 0; i < numbers.length; i++) {
            if (!Float.isFinite(numbers[i])) {
                int row = i / columns.size();
                throw new DataException("row " + row + ", column " + columns.get(i % columns.size()) + " is "
                        + numbers[i] + ": a series has no gaps; fill or drop them first");
            }
        }
    }

    /**
     * A series of one column, which gets the name "value".
     *
     * @throws DataException when a number is NaN or infinite
     */
    public static Series of(float... values) {
        return new Series(List.of("value"), values.clone());
    }

    /**
     * A series of rows {@code [time][feature]}; columns are named by their numbers.
     *
     * @throws DataException when rows differ in width or a number is NaN or infinite
     */
    public static Series of(float[][] rows) {
        List<String> names = new ArrayList<>();
        for (int c = 0; c < (rows.length == 0 ? 1 : rows[0].length); c++) {
            names.add(Integer.toString(c));
        }
        return of(names, rows);
    }

    /**
     * A series of named columns.
     *
     * @throws DataException when a row has another number of columns or a number is NaN or infinite
     */
    public static Series of(List<String> columns, float[][] rows) {
        int width = columns.size();
        if (width == 0) {
            throw new DataException("a series needs a column");
        }
        float[] numbers = new float[Math.multiplyExact(rows.length, width)];
        for (int r = 0; r < rows.length; r++) {
            if (rows[r].length != width) {
                throw new DataException("row " + r + " has " + rows[r].length + " numbers, not " + width);
            }
            System.arraycopy(rows[r], 0, numbers, r * width, width);
        }
        return new Series(columns, numbers);
    }

    /** A series from an array {@code [time, features]} or {@code [time]}; copied. */
    public static Series of(INDArray array) {
        if (array.rank() == 1) {
            return of(array.dup('c').data().asFloat());
        }
        if (array.rank() != 2) {
            throw new DataException(
                    "array of shape " + Arrays.toString(array.shape()) + " where [time, features] is expected");
        }
        return of(array.toFloatMatrix());
    }

    /**
     * Reads columns of a CSV file (RFC 4180, UTF-8, comma, first record is the header).
     *
     * @param columns which ones, in this order; none for all
     * @throws DataException when the file cannot be read, a column is missing or a field is no number; names line and column
     */
    public static Series csv(Path file, String... columns) {
        return csv(file, Missing.REFUSE, columns);
    }

    /**
     * {@link #csv(Path, String...)} of a file in which values are missing.
     *
     * @throws DataException as there, and when a missing value may not or cannot be filled
     */
    public static Series csv(Path file, Missing missing, String... columns) {
        return CsvTable.read(file).series(missing, columns);
    }

    /** Column names. */
    public List<String> columns() {
        return columns;
    }

    /** How many rows. */
    public int rows() {
        return numbers.length / columns.size();
    }

    /** How many columns. */
    public int width() {
        return columns.size();
    }

    /** One number. */
    public float get(int row, int column) {
        return numbers[Objects.checkIndex(row, rows()) * width() + Objects.checkIndex(column, width())];
    }

    /** A copy of all numbers, row by row; of a series of one column, simply its values. */
    public float[] values() {
        return numbers.clone();
    }

    /** The last {@code count} rows. Throws {@link DataException} when there are fewer. */
    public Series last(int count) {
        return slice(rows() - count, rows());
    }

    /** Rows {@code from} (inclusive) to {@code to} (exclusive). */
    public Series slice(int from, int to) {
        if (from < 0 || to < from || to > rows()) {
            throw new DataException("rows " + from + " to " + to + " of a series of " + rows());
        }
        return new Series(columns, Arrays.copyOfRange(numbers, from * width(), to * width()));
    }

    /** The named columns, in this order. Throws {@link DataException} when one is missing. */
    public Series select(String... names) {
        float[] picked = new float[rows() * names.length];
        for (int c = 0; c < names.length; c++) {
            int from = columns.indexOf(names[c]);
            if (from < 0) {
                throw new DataException("no column named " + names[c] + "; there are " + String.join(", ", columns));
            }
            for (int r = 0; r < rows(); r++) {
                picked[r * names.length + c] = numbers[r * width() + from];
            }
        }
        return new Series(List.of(names), picked);
    }

    /** The numbers themselves, not a copy. */
    float[] numbers() {
        return numbers;
    }

    @Override
    public String toString() {
        return "Series of " + rows() + " rows, columns " + String.join(", ", columns);
    }
}
