package io.ensemble.chaos.sim;

import io.ensemble.chaos.sim.time.Trace;
import io.ensemble.server.member.MemberGuard;
import io.ensemble.state.apply.ApplyGuard;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs seeds of the simulation by command, and prints how often each rare path was hit. */
@Command(
        name = "sim",
        mixinStandardHelpOptions = true,
        description = "Runs simulated ensembles, one for each seed; ends with 1 at the first that goes wrong.")
public final class SimMain implements Callable<Integer> {
    private static final int TRACE_LINES = 120;
    private static final int PROGRESS_EVERY = 10_000;

    @Option(names = "--from", description = "first seed (default ${DEFAULT-VALUE})", defaultValue = "1")
    private long from;

    @Option(names = "--seeds", description = "how many seeds (default ${DEFAULT-VALUE})", defaultValue = "1000")
    private long seeds;

    @Option(names = "--threads", description = "seeds at a time (default ${DEFAULT-VALUE})", defaultValue = "1")
    private int threads;

    @Option(names = "--guard-off", description = "a guard to take out, of member or apply; may be repeated")
    private List<String> guardsOff = List.of();

    @Option(names = "--keep-going", description = "do not stop at the first failure")
    private boolean keepGoing;

    @Option(names = "--verbose", description = "print every event of the seeds")
    private boolean verbose;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Coverage coverage = new Coverage();
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    public static void main(String[] args) {
        System.exit(new CommandLine(new SimMain()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Set<MemberGuard> memberGuards = guards(MemberGuard.values());
        Set<ApplyGuard> applyGuards = guards(ApplyGuard.values());
        if (memberGuards.size() + applyGuards.size() != guardsOff.size()) {
            throw new ParameterException(spec.commandLine(), "there is no such guard; guards are " + allGuards());
        }
        long begin = System.nanoTime();
        next.set(from);
        Thread table = new Thread(() -> printTable(out, begin), "sim-table");
        Runtime.getRuntime().addShutdownHook(table);
        Thread[] workers = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            workers[i] = new Thread(() -> work(out, memberGuards, applyGuards), "sim-" + i);
            workers[i].start();
        }
        for (Thread worker : workers) {
            worker.join();
        }
        Runtime.getRuntime().removeShutdownHook(table);
        printTable(out, begin);
        return failed.get() == 0 ? 0 : 1;
    }

    /** Also of a run that is interrupted: what it came to. */
    private void printTable(PrintWriter out, long begin) {
        coverage.print(out, System.nanoTime() - begin);
        out.flush();
    }

    private void work(PrintWriter out, Set<MemberGuard> memberGuards, Set<ApplyGuard> applyGuards) {
        for (long seed = next.getAndIncrement(); seed < from + seeds; seed = next.getAndIncrement()) {
            if (failed.get() > 0 && !keepGoing) {
                return;
            }
            SimPlan plan = SimPlan.of(seed).without(memberGuards, applyGuards);
            SimRun run = SimRun.of(plan, verbose ? Trace.to(out::println) : Trace.OFF);
            coverage.add(run);
            if (coverage.seeds() % PROGRESS_EVERY == 0) {
                out.printf(Locale.ROOT, "%d seeds, %d red so far%n", coverage.seeds(), failed.get());
                out.flush();
            }
            if (run.isRed()) {
                failed.incrementAndGet();
                report(out, run);
            }
        }
    }

    private synchronized void report(PrintWriter out, SimRun run) {
        if (keepGoing) {
            out.println("seed " + run.plan().seed() + ": " + run.failure());
            out.flush();
            return;
        }
        out.println(verbose ? String.valueOf(run.failure()) : run.report(TRACE_LINES));
        StackTraceElement[] stack =
                run.failure() == null ? new StackTraceElement[0] : run.failure().getStackTrace();
        Arrays.stream(stack).limit(14).forEach(frame -> out.println("    at " + frame));
        String off = guardsOff.stream().map(guard -> " --guard-off " + guard).collect(Collectors.joining());
        out.printf(
                Locale.ROOT,
                "again: java -cp ... io.ensemble.chaos.sim.SimMain --from %d --seeds 1%s --verbose%n",
                run.plan().seed(),
                off);
        out.flush();
    }

    private <E extends Enum<E>> Set<E> guards(E[] all) {
        Set<E> chosen = new HashSet<>();
        for (E guard : all) {
            if (guardsOff.contains(guard.name())) {
                chosen.add(guard);
            }
        }
        return chosen;
    }

    private static String allGuards() {
        return Stream.concat(Arrays.stream(MemberGuard.values()), Arrays.stream(ApplyGuard.values()))
                .map(Enum::name)
                .collect(Collectors.joining(", "));
    }
}
