package io.ensemble.chaos.diff;

import io.ensemble.chaos.wire.Opcode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run has covered, counted on the side that is taken as right. Thread-safe. */
public final class Tally {
    private final Map<String, Map<String, Integer>> results = new TreeMap<>();
    private final Map<String, Integer> events = new TreeMap<>();
    private final Map<AllowedDifference, Integer> allowed = new EnumMap<>(AllowedDifference.class);
    private int scripts;
    private int scriptsWithEvents;
    private int operations;
    private int succeeded;

    synchronized void add(Transcript transcript, Comparison comparison) {
        scripts++;
        boolean hasEvents = false;
        List<List<Observation>> clients = transcript.clients();
        Renderer renderer = new Renderer(transcript);
        for (List<Observation> client : clients.subList(0, clients.size() - 1)) {
            for (Observation seen : client) {
                count(seen, renderer);
                hasEvents |= seen instanceof Observation.Event;
            }
        }
        scriptsWithEvents += hasEvents ? 1 : 0;
        comparison.allowed().forEach((rule, times) -> allowed.merge(rule, times, Integer::sum));
    }

    /** Operations answered so far. */
    public synchronized int operations() {
        return operations;
    }

    public synchronized int scripts() {
        return scripts;
    }

    /** The share of operations that succeeded, a multi or multiRead where its first part did. */
    public synchronized double successShare() {
        return operations == 0 ? 0 : (double) succeeded / operations;
    }

    /** The share of scripts in which a client saw an event. */
    public synchronized double eventShare() {
        return scripts == 0 ? 0 : (double) scriptsWithEvents / scripts;
    }

    /** Everything, as a table for people. */
    public synchronized String report() {
        StringBuilder text = new StringBuilder();
        text.append("scripts %d, operations %d, successful %.1f %%, scripts with events %.1f %%%n"
                .formatted(scripts, operations, 100 * successShare(), 100 * eventShare()));
        text.append("results by operation (code x times):\n");
        results.forEach((operation, codes) -> text.append(row(operation, codes)));
        text.append(row("events", events));
        text.append("allowed differences (connections on which one was needed):\n");
        for (AllowedDifference rule : AllowedDifference.values()) {
            String count = rule.isRelation() ? "always" : String.valueOf(allowed.getOrDefault(rule, 0));
            text.append("  %-16s %8s  %s%n".formatted(rule, count, rule.reason()));
        }
        return text.toString();
    }

    private void count(Observation seen, Renderer renderer) {
        if (seen instanceof Observation.Reply reply) {
            countReply(reply);
        } else if (seen instanceof Observation.Connected connected) {
            boolean accepted = connected.reply() != null && connected.reply().isAccepted();
            String result = connected.reply() == null ? "closed" : accepted ? "accepted" : "expired";
            bump("handshake", result);
        } else if (seen instanceof Observation.Note note) {
            bump("connection", note.what().toString());
        } else if (seen instanceof Observation.Event) {
            String[] words = renderer.render(seen, java.util.Set.of()).split(" ");
            events.merge(words[1], 1, Integer::sum);
        }
    }

    private void countReply(Observation.Reply reply) {
        int err = reply.frame().err();
        ReplyRecord record = ReplyRecord.read(reply.opcode(), err, reply.frame().body());
        boolean failed = err != 0;
        String name = Opcode.name(reply.opcode());
        bump(name, String.valueOf(err));
        List<ReplyRecord.Item> items = record.items();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).name().equals("part")) {
                boolean error = i + 1 < items.size() && items.get(i + 1).name().equals("error");
                String part = String.valueOf(items.get(i).value());
                bump(name + " part", error ? String.valueOf(items.get(i + 1).value()) : part.replaceAll("/.*", ""));
                failed |= error && (reply.opcode() == Opcode.MULTI || i == 0);
            }
        }
        operations++;
        succeeded += failed ? 0 : 1;
    }

    private void bump(String operation, String result) {
        results.computeIfAbsent(operation, name -> new TreeMap<>()).merge(result, 1, Integer::sum);
    }

    private static String row(String name, Map<String, Integer> counts) {
        StringBuilder row = new StringBuilder("  %-22s".formatted(name));
        counts.forEach(
                (code, count) -> row.append(' ').append(code).append(" x").append(count));
        return row.append('\n').toString();
    }
}
