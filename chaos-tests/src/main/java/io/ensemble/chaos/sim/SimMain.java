package io.ensemble.chaos.sim;

import io.ensemble.chaos.sim.time.Trace;
import java.util.Deque;

/** Runs seeds of the simulation by command. */
public final class SimMain {
    private SimMain() {}

    public static void main(String[] args) {
        long from = Long.parseLong(args[0]);
        long count = Long.parseLong(args[1]);
        java.util.Map<String, Integer> all = new java.util.TreeMap<>();
        long begin = System.nanoTime();
        long events = 0;
        long virtual = 0;
        long answers = 0;
        for (long seed = from; seed < from + count; seed++) {
            boolean verbose = args.length > 2;
            Deque<String> lines = Trace.buffer();
            SimWorld world = new SimWorld(SimPlan.of(seed), verbose ? Trace.to(System.out::println) : Trace.OFF);
            try {
                world.run();
            } catch (Throwable e) {
                System.out.println("seed " + seed + " FAILED at " + world.virtualMs() + " ms: " + e);
                if (!verbose) {
                    SimWorld again = new SimWorld(SimPlan.of(seed), Trace.keeping(80, lines));
                    try {
                        again.run();
                    } catch (Throwable same) {
                        System.out.println(Trace.text(lines));
                        same.printStackTrace(System.out);
                    }
                }
                return;
            }
            world.rare().forEach((k, v) -> all.merge(k, v, Integer::sum));
            events += world.events();
            virtual += world.virtualMs();
            answers += world.answers();
        }
        double s = (System.nanoTime() - begin) / 1e9;
        System.out.println(count + " seeds in " + s + " s, " + count * 60 / s + " seeds/min, " + events / count
                + " events/seed, " + virtual / count + " virtual ms/seed, " + answers / count + " answers/seed");
        all.forEach((k, v) -> System.out.println("  " + v + "  " + k));
    }
}
