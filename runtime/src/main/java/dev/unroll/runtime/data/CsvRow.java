package dev.unroll.runtime.data;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.util.stream.Collectors;

/** One row of a CSV file that is read row by row; see {@link ExampleSource#csv}. Errors name file, line and column. */
public final class CsvRow {
    private final String file;
    private final NamedCsvRecord record;

    CsvRow(String file, NamedCsvRecord record) {
        this.file = file;
        this.record = record;
    }

    /**
     * A field as it stands in the file.
     *
     * @throws DataException when there is no such column; names those there are
     */
    public String text(String column) {
        return record.findField(column)
                .orElseThrow(() -> wrong("has no column named " + column + "; there are "
                        + record.getHeader().stream()
                                .map(name -> Excerpt.line(name, 60))
                                .collect(Collectors.joining(", "))));
    }

    /**
     * A number.
     *
     * @throws DataException when there is no such column or the field is no finite number
     */
    public float number(String column) {
        String field = text(column).strip();
        try {
            float number = Float.parseFloat(field);
            if (Float.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new DataException(place() + ", column " + column + ": " + Excerpt.of(field) + " is no number", e);
        }
        throw new DataException(place() + ", column " + column + ": " + Excerpt.of(field) + " is not a finite number");
    }

    /**
     * One of two answers.
     *
     * @throws DataException when there is no such column or the field is neither
     */
    public boolean flag(String column, String yes, String no) {
        String field = text(column).strip();
        if (!field.equals(yes) && !field.equals(no)) {
            throw new DataException(
                    place() + ", column " + column + ": " + Excerpt.of(field) + " is neither " + yes + " nor " + no);
        }
        return field.equals(yes);
    }

    /** Where the row begins in the file, from 1. */
    public long line() {
        return record.getStartingLineNumber();
    }

    /** To be thrown when something is wrong with this row; {@code what} goes on from its place. */
    public DataException wrong(String what) {
        return new DataException(place() + " " + what);
    }

    String place() {
        return file + ": line " + line();
    }

    @Override
    public String toString() {
        return place();
    }
}
