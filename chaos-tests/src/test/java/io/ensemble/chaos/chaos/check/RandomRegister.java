package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.Line.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** A random history of one register: calls happen one after the other, and what their clients see overlaps. */
final class RandomRegister {
    private static final String PATH = "/r/random";
    private static final double OVERLAP = 4;

    private record Call(
            Kind kind, String value, Integer expected, boolean ok, int version, double began, double ended) {}

    private final List<Call> calls = new ArrayList<>();
    private final int changed;

    RandomRegister(SplittableRandom random, int count) {
        int version = 0;
        String value = "initial";
        for (int i = 0; i < count; i++) {
            double began = i - random.nextDouble() * OVERLAP;
            double ended = i + random.nextDouble() * OVERLAP;
            int dice = random.nextInt(4);
            if (dice == 0) {
                calls.add(new Call(Kind.SYNCED_READ, value, null, true, version, began, ended));
                continue;
            }
            int expected = dice == 1 ? version - random.nextInt(2) : -1;
            boolean ok = expected < 0 ? dice != 1 : expected == version;
            if (dice == 1 && expected < 0) {
                expected = version;
                ok = true;
            }
            value = ok ? "v" + i : value;
            version += ok ? 1 : 0;
            calls.add(new Call(
                    dice == 1 ? Kind.CAS : Kind.SET, "v" + i, dice == 1 ? expected : null, ok, version, began, ended));
        }
        // A read of the first version behind everything else.
        calls.add(new Call(Kind.SYNCED_READ, value, null, true, version, count + 1, count + 2));
        changed = calls.size() - 1;
    }

    Histories right() {
        return write(calls);
    }

    /** The same, but the last read sees a version less than was written by then. */
    Histories wrong() {
        List<Call> wrong = new ArrayList<>(calls);
        Call last = wrong.get(changed);
        wrong.set(
                changed,
                new Call(
                        last.kind(),
                        last.value(),
                        null,
                        true,
                        last.version() - 1,
                        last.ended() + 20,
                        last.ended() + 21));
        return write(wrong);
    }

    private static Histories write(List<Call> calls) {
        record Moment(double at, int call, boolean end) {}
        List<Moment> moments = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            moments.add(new Moment(calls.get(i).began(), i, false));
            moments.add(new Moment(calls.get(i).ended(), i, true));
        }
        moments.sort(Comparator.comparingDouble(Moment::at));
        Histories histories = new Histories();
        long[] numbers = new long[calls.size()];
        for (Moment moment : moments) {
            Call call = calls.get(moment.call());
            if (!moment.end()) {
                String value = call.kind() == Kind.SYNCED_READ ? null : call.value();
                numbers[moment.call()] = histories.begin(moment.call(), call.kind(), PATH, value, call.expected());
            } else if (call.ok()) {
                histories.ok(numbers[moment.call()], call.value(), call.version(), null, null);
            } else {
                histories.fail(numbers[moment.call()], "BADVERSION");
            }
        }
        return histories;
    }
}
