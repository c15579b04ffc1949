package dev.unroll.compiler.plan;

import dev.unroll.compiler.plan.Buffer.Storage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * From which step to which step of a run each buffer holds something. Inside a loop only rows that a step writes before it
 * reads them, and that nothing outside the loop touches, live shorter than the loop.
 */
final class Lives {
    /**
     * First and last step.
     *
     * @param loops the loops whose bodies touch the buffer
     */
    record Life(int first, int last, Set<Integer> loops) {
        boolean overlaps(Life other) {
            return first <= other.last && other.first <= last;
        }

        Life with(int step) {
            return new Life(Math.min(first, step), Math.max(last, step), loops);
        }
    }

    private final Map<Buffer, Life> lives = new LinkedHashMap<>();
    private final Map<Buffer, Set<Integer>> loops = new HashMap<>();
    private int now;

    /** Lives over the steps in order; the steps are numbered from 1. */
    static Map<Buffer, Life> of(List<PlanStep> steps) {
        Lives result = new Lives();
        Set<Buffer> outside = new HashSet<>();
        steps.stream().filter(step -> !(step instanceof PlanStep.Loop)).forEach(step -> {
            StepAccess.reads(step).forEach(place -> outside.add(place.buffer()));
            StepAccess.writes(step).forEach(place -> outside.add(place.buffer()));
        });
        Map<Buffer, Integer> loopsOf = new HashMap<>();
        for (PlanStep step : steps) {
            if (step instanceof PlanStep.Loop) {
                Set<Buffer> touched = new HashSet<>();
                StepAccess.reads(step).forEach(place -> touched.add(place.buffer()));
                StepAccess.writes(step).forEach(place -> touched.add(place.buffer()));
                touched.forEach(buffer -> loopsOf.merge(buffer, 1, Integer::sum));
            }
        }
        loopsOf.forEach((buffer, count) -> {
            if (count > 1) {
                outside.add(buffer);
            }
        });
        for (PlanStep step : steps) {
            if (step instanceof PlanStep.Loop loop) {
                result.loop(loop, outside);
            } else {
                result.now++;
                StepAccess.reads(step).forEach(place -> result.touch(place.buffer(), result.now));
                StepAccess.writes(step).forEach(place -> result.touch(place.buffer(), result.now));
            }
        }
        Map<Buffer, Life> lives = new LinkedHashMap<>();
        result.lives.forEach((buffer, life) ->
                lives.put(buffer, new Life(life.first(), life.last(), result.loops.getOrDefault(buffer, Set.of()))));
        return lives;
    }

    private void loop(PlanStep.Loop loop, Set<Buffer> outside) {
        int start = ++now;
        Set<Buffer> seen = new HashSet<>();
        Set<Buffer> whole = new HashSet<>();
        for (PlanStep step : loop.body()) {
            now++;
            for (Place place : StepAccess.reads(step)) {
                if (seen.add(place.buffer())) {
                    whole.add(place.buffer());
                }
                touch(place.buffer(), now);
            }
            for (Place place : StepAccess.writes(step)) {
                seen.add(place.buffer());
                touch(place.buffer(), now);
            }
        }
        int end = ++now;
        for (Buffer buffer : seen) {
            loops.computeIfAbsent(buffer, b -> new HashSet<>()).add(start);
            boolean temporary = buffer.storage() == Storage.ROWS || buffer.storage() == Storage.MATRIX;
            if (!temporary || whole.contains(buffer) || outside.contains(buffer)) {
                touch(buffer, start);
                touch(buffer, end);
            }
        }
    }

    private void touch(Buffer buffer, int step) {
        Life life = lives.get(buffer);
        lives.put(buffer, life == null ? new Life(step, step, Set.of()) : life.with(step));
    }
}
