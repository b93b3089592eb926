package io.ensemble.server.zookeeper.word;

import io.ensemble.server.zookeeper.ZkCounters;
import io.ensemble.server.zookeeper.ZkLane;
import io.ensemble.server.zookeeper.word.WordReport.Part;
import io.ensemble.state.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** Answers four-letter words in ZooKeeper's wording. Any thread. */
public final class FourLetterWords {
    private static final String NOT_SERVING = "This ZooKeeper instance is not currently serving requests\n";

    private final List<ZkLane> lanes;
    private final ZkCounters counters;
    private final Set<String> answered;
    private final ServerFacts facts;
    private final long startedNanos = System.nanoTime();

    /** @param answered the words that are not refused */
    public FourLetterWords(List<ZkLane> lanes, ZkCounters counters, Set<String> answered, ServerFacts facts) {
        this.lanes = List.copyOf(lanes);
        this.counters = counters;
        this.answered = Set.copyOf(answered);
        this.facts = facts;
    }

    /** The answer to a known word; completed on some lane's loop. */
    public CompletableFuture<String> answer(String word) {
        if (!answered.contains(word)) {
            return done(word + " is not executed because it is not in the whitelist.\n");
        }
        switch (word) {
            case "ruok":
                return done("imok");
            case "isro":
                return done(facts.isServing() ? facts.mode().equals("read-only") ? "ro" : "rw" : "null");
            case "envi":
                // Off the loop: it asks a name service.
                return CompletableFuture.supplyAsync(() -> Environment.text(fullVersion()));
            default:
                return facts.isServing() ? serving(word) : done(NOT_SERVING);
        }
    }

    private CompletableFuture<String> serving(String word) {
        return switch (word) {
            case "srvr" -> done(header() + server());
            case "stat" ->
                collect(Part.BRIEF_CONNECTIONS)
                        .thenApply(all -> header() + "Clients:\n" + lines(all) + "\n" + server());
            case "cons" -> collect(Part.CONNECTIONS).thenApply(all -> lines(all) + "\n");
            case "mntr" -> collect(Part.COUNTS).thenApply(all -> MonitorText.of(values(all.watchCount())));
            case "conf" -> done(pairs(facts.configuration()));
            case "dirs" -> done("datadir_size: " + facts.snapshotBytes() + "\nlogdir_size: " + facts.logBytes() + "\n");
            case "wchs" -> collect(Part.COUNTS).thenApply(FourLetterWords::watchSummary);
            case "wchp" -> collect(Part.WATCHES).thenApply(FourLetterWords::watchesByPath);
            case "wchc" -> collect(Part.WATCHES).thenApply(FourLetterWords::watchesBySession);
            case "crst" -> collect(Part.RESET).thenApply(all -> "Connection stats reset.\n");
            case "srst" -> {
                counters.reset();
                yield done("Server stats reset.\n");
            }
            case "dump" -> collect(Part.CONNECTIONS).thenApply(this::dump);
            default -> done(word + " is not executed because it is not in the whitelist.\n");
        };
    }

    private CompletableFuture<WordReport> collect(Part part) {
        List<CompletableFuture<WordReport>> reports = new ArrayList<>();
        for (ZkLane lane : lanes) {
            CompletableFuture<WordReport> report = new CompletableFuture<>();
            lane.lane().loop().execute(() -> report.complete(WordReport.of(lane, part)));
            reports.add(report);
        }
        return CompletableFuture.allOf(reports.toArray(CompletableFuture[]::new))
                .thenApply(ignored -> WordReport.together(
                        reports.stream().map(CompletableFuture::join).toList()));
    }

    private String fullVersion() {
        return "3.9.9-ensemble-" + facts.version() + ", built on " + facts.built();
    }

    private String header() {
        return "Zookeeper version: " + fullVersion() + "\n";
    }

    private String server() {
        return "Latency min/avg/max: " + counters.latencyMsMin() + "/" + counters.latencyMsAverage() + "/"
                + counters.latencyMsMax() + "\nReceived: " + counters.packetsReceived() + "\nSent: "
                + counters.packetsSent() + "\nConnections: " + counters.connections() + "\nOutstanding: "
                + counters.outstanding() + "\nZxid: 0x"
                + Long.toHexString(facts.state().zxid()) + "\nMode: "
                + facts.mode() + "\nNode count: " + MonitorText.znodeCount(facts.state()) + "\n";
    }

    private Map<String, Object> values(long watchCount) {
        Map<String, Object> values = MonitorText.common(counters, facts.state());
        values.put("version", fullVersion());
        values.put("server_state", facts.mode());
        values.put("watch_count", watchCount);
        values.put("uptime", (System.nanoTime() - startedNanos) / 1_000_000);
        values.putAll(facts.metrics());
        return values;
    }

    private static String lines(WordReport all) {
        return String.join(
                "", all.connections().stream().map(line -> line + "\n").toList());
    }

    private static String watchSummary(WordReport all) {
        return all.watcherCount() + " connections watching " + all.pathCount() + " paths\nTotal watches:"
                + all.watchCount() + "\n";
    }

    private static String watchesByPath(WordReport all) {
        StringBuilder text = new StringBuilder();
        all.watches().forEach((path, ids) -> {
            text.append(path).append('\n');
            ids.forEach(id -> text.append("\t0x").append(Long.toHexString(id)).append('\n'));
        });
        return text.append('\n').toString();
    }

    private static String watchesBySession(WordReport all) {
        StringBuilder text = new StringBuilder();
        all.bySession().forEach((id, paths) -> {
            text.append("0x").append(Long.toHexString(id)).append('\n');
            paths.forEach(path -> text.append('\t').append(path).append('\n'));
        });
        return text.append('\n').toString();
    }

    private String dump(WordReport all) {
        TreeMap<Integer, TreeSet<Long>> byTimeout = new TreeMap<>();
        StringBuilder ephemerals = new StringBuilder();
        int[] owners = {0};
        facts.state().forEachSession(session -> {
            byTimeout.computeIfAbsent(session.timeoutMs(), t -> new TreeSet<>()).add(session.id());
            owners[0] += appendEphemerals(session, ephemerals);
        });
        StringBuilder text = new StringBuilder("SessionTracker dump:\nSession Sets (");
        text.append(byTimeout.size())
                .append(")/(")
                .append(facts.state().sessionCount())
                .append("):\n");
        byTimeout.forEach((timeoutMs, ids) -> {
            text.append(ids.size()).append(" with timeout ").append(timeoutMs).append("ms:\n");
            ids.forEach(id -> text.append("\t0x").append(Long.toHexString(id)).append('\n'));
        });
        text.append("ephemeral nodes dump:\nSessions with Ephemerals (")
                .append(owners[0])
                .append("):\n");
        return text.append(ephemerals)
                .append("Connections dump:\n")
                .append(lines(all))
                .toString();
    }

    private static int appendEphemerals(Session session, StringBuilder text) {
        List<String> paths = session.ephemerals();
        if (paths.isEmpty()) {
            return 0;
        }
        text.append("0x").append(Long.toHexString(session.id())).append(":\n");
        paths.forEach(path -> text.append('\t').append(path).append('\n'));
        return 1;
    }

    private static String pairs(Map<String, String> pairs) {
        StringBuilder text = new StringBuilder();
        pairs.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
        return text.toString();
    }

    private static CompletableFuture<String> done(String text) {
        return CompletableFuture.completedFuture(text);
    }
}
