package dev.unroll.runtime.session;

import java.util.List;

/**
 * What the numbers of a {@link SessionState} are. A session takes states of its own layout only.
 *
 * @param model the model's name
 * @param kind "carried" or "rolling"
 * @param names of the states or windows
 * @param widths numbers of a stream in each of them
 */
record StateLayout(String model, String kind, List<String> names, List<Integer> widths) {
    StateLayout {
        names = List.copyOf(names);
        widths = List.copyOf(widths);
    }

    @Override
    public String toString() {
        return "a " + kind + " session of " + model + " with " + names + " of widths " + widths;
    }
}
