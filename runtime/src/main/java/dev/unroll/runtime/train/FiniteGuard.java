package dev.unroll.runtime.train;

import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.weights.ParameterView;
import dev.unroll.runtime.weights.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Stops a training whose numbers are no longer finite, before they reach the weights, and says where they stopped being so. */
final class FiniteGuard {
    private static final int NAMED = 3;

    private final Device device;
    private final Parameters parameters;

    FiniteGuard(Device device, Parameters parameters) {
        this.device = device;
        this.parameters = parameters;
    }

    /** Whether all gradients are finite. */
    boolean gradientsAreFinite() {
        return Double.isFinite(device.squaredNorm(parameters.gradients()));
    }

    /** Whether all weights are finite. */
    boolean weightsAreFinite() {
        return Double.isFinite(device.squaredNorm(parameters.weights()));
    }

    /**
     * What is wrong after a run has gone forward and backward.
     *
     * @param steps layers with steps at which their gradient is not finite
     */
    String diagnosis(double loss, List<String> steps) {
        List<String> parts = new ArrayList<>();
        if (Double.isNaN(loss) || Double.isInfinite(loss)) {
            parts.add("the loss is " + loss);
        }
        bad("weights", false).ifPresent(parts::add);
        bad("gradients", true).ifPresent(parts::add);
        if (parts.isEmpty()) {
            parts.add("the norm of the gradients is " + Math.sqrt(device.squaredNorm(parameters.gradients())));
        }
        if (!steps.isEmpty()) {
            parts.add("going backward, first in " + String.join(", ", steps));
        }
        largest().ifPresent(parts::add);
        return String.join("; ", parts);
    }

    private Optional<String> bad(String what, boolean gradients) {
        List<String> places = new ArrayList<>();
        int more = 0;
        for (ParameterView view : parameters.named()) {
            if (isFinite(gradients ? gradients(view) : view.values())) {
                continue;
            }
            if (places.size() < NAMED) {
                places.add(place(view.name()));
            } else {
                more++;
            }
        }
        return places.isEmpty()
                ? Optional.empty()
                : Optional.of("no longer finite: the " + what + " of " + String.join(", ", places)
                        + (more > 0 ? " and " + more + " more" : ""));
    }

    /** {@code lstm1.f.h (layer lstm1, gate f)}. */
    private static String place(String name) {
        String[] parts = name.split("\\.", -1);
        return name + " (layer " + parts[0] + (parts.length > 2 ? ", gate " + parts[1] : "") + ")";
    }

    private Optional<String> largest() {
        String name = "";
        float largest = 0;
        for (ParameterView view : parameters.named()) {
            for (float weight : view.values()) {
                if (Math.abs(weight) > largest) {
                    largest = Math.abs(weight);
                    name = view.name();
                }
            }
        }
        return largest > 0 && Float.isFinite(largest)
                ? Optional.of(String.format(Locale.ROOT, "the largest weight is %.3g in %s", largest, name))
                : Optional.empty();
    }

    private static float[] gradients(ParameterView view) {
        float[] numbers = new float[Math.toIntExact(view.size())];
        view.gradient().get(numbers);
        return numbers;
    }

    private static boolean isFinite(float[] numbers) {
        for (float number : numbers) {
            if (!Float.isFinite(number)) {
                return false;
            }
        }
        return true;
    }
}
