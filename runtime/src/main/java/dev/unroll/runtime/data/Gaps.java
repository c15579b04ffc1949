package dev.unroll.runtime.data;

import java.util.List;

/** Fills the missing values of a series, which are NaN in its rows. */
final class Gaps {
    private Gaps() {}

    /**
     * Fills in place.
     *
     * @param lines where each row stands in the file
     * @throws DataException when a value is missing that the rule cannot fill
     */
    static void fill(String file, float[][] rows, List<String> columns, long[] lines, Missing missing) {
        for (int c = 0; c < columns.size(); c++) {
            int row = 0;
            while (row < rows.length) {
                if (!Float.isNaN(rows[row][c])) {
                    row++;
                    continue;
                }
                int end = row;
                while (end < rows.length && Float.isNaN(rows[end][c])) {
                    end++;
                }
                String place = file + ": line " + lines[row] + ", column " + columns.get(c) + ": the value is missing";
                if (missing == Missing.REFUSE) {
                    throw new DataException(place + "; Missing.FORWARD and Missing.INTERPOLATE fill such gaps");
                }
                if (row == 0 || (missing == Missing.INTERPOLATE && end == rows.length)) {
                    throw new DataException(
                            place + ", and there is no value " + (row == 0 ? "before" : "after") + " to fill it from");
                }
                fill(rows, c, row, end, missing);
                row = end;
            }
        }
    }

    private static void fill(float[][] rows, int column, int from, int to, Missing missing) {
        double before = rows[from - 1][column];
        double rise = missing == Missing.FORWARD ? 0 : (rows[to][column] - before) / (to - from + 1);
        for (int row = from; row < to; row++) {
            rows[row][column] = (float) (before + rise * (row - from + 1));
        }
    }
}
