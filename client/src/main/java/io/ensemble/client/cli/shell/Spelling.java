package io.ensemble.client.cli.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What people type who know ZooKeeper's shell, the one of 3.4 ({@code get /a watch}) or that of 3.5 and later
 * ({@code get -w /a}), as commands of this one. Stateless.
 */
final class Spelling {
    /** Names that this shell's commands do not have. */
    static final List<String> NAMES =
            List.of("rmr", "deleteall", "ls2", "addWatch", "removewatches", "getEphemerals", "getAllChildrenNumber");

    private static final Set<String> WITH_VALUE =
            Set.of("-t", "--ttl", "-v", "--version", "-f", "--file", "-o", "--output", "-a", "--acl", "-b", "-m");
    private static final Set<String> WATCH = Set.of("watch", "true", "1");

    private Spelling() {}

    /** @param session this session, whose ephemerals getEphemerals lists */
    static List<String> translate(List<String> words, long session) {
        List<String> rest = words.subList(1, words.size());
        String name = words.get(0);
        return switch (name) {
            case "get", "stat", "ls", "exists" -> watching(name, rest);
            case "ls2" -> watching("ls", with(rest, "-s"));
            case "set" -> third(command("set", rest), rest, "-v");
            case "delete" -> second(command("delete", rest), rest);
            case "rmr", "deleteall" -> command("delete", with(without(rest, "-b"), "-r"));
            case "create" -> third(create(rest), rest, "-a");
            case "addWatch" -> addWatch(rest);
            case "removewatches" -> command("unwatch", positional(rest));
            case "getEphemerals" -> command("find", with(rest, "--owner", "0x" + Long.toHexString(session)));
            case "getAllChildrenNumber" -> command("find", with(rest, "--count", "--below"));
            case "exit", "bye" -> command("quit", rest);
            case "?" -> command("help", rest);
            case "config", "reconfig" ->
                throw new IllegalArgumentException(
                        name + " is ./ensemble members here; status says who the members are");
            case "setquota", "listquota", "delquota" ->
                throw new IllegalArgumentException("there are no quotas: " + name + " has nothing to set");
            case "connect", "close" ->
                throw new IllegalArgumentException(
                        "a shell has one session: quit, then ./ensemble sh -c HOST:PORT,...");
            default -> words;
        };
    }

    private static List<String> command(String name, List<String> rest) {
        List<String> all = new ArrayList<>();
        all.add(name);
        all.addAll(rest);
        return all;
    }

    private static List<String> with(List<String> words, String... more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return all;
    }

    /** Without an option and its value. */
    private static List<String> without(List<String> words, String option) {
        List<String> all = new ArrayList<>(words);
        int at = all.indexOf(option);
        if (at >= 0) {
            all.subList(at, Math.min(at + 2, all.size())).clear();
        }
        return all;
    }

    /** What is neither an option nor the value of one. */
    private static List<String> positional(List<String> words) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (WITH_VALUE.contains(words.get(i))) {
                i++;
            } else if (!words.get(i).startsWith("-") || words.get(i).equals("-")) {
                all.add(words.get(i));
            }
        }
        return all;
    }

    /** {@code get /a watch}. */
    private static List<String> watching(String name, List<String> rest) {
        int last = rest.size() - 1;
        if (last >= 1 && WATCH.contains(rest.get(last)) && positional(rest).size() == 2) {
            return command(name, with(rest.subList(0, last), "-w"));
        }
        return command(name, rest);
    }

    /** {@code delete /a 3}. */
    private static List<String> second(List<String> words, List<String> rest) {
        return positional(rest).size() == 2 ? option(words, "-v") : words;
    }

    /** {@code set /a data 3}, {@code create /a data world:anyone:r}. */
    private static List<String> third(List<String> words, List<String> rest, String option) {
        return positional(rest).size() == 3 ? option(words, option) : words;
    }

    /** The last word as the value of an option. */
    private static List<String> option(List<String> words, String option) {
        List<String> all = new ArrayList<>(words);
        all.add(all.size() - 1, option);
        return all;
    }

    private static List<String> create(List<String> rest) {
        return command(
                "create",
                rest.stream()
                        .map(word -> word.equals("-c") ? "--container" : word)
                        .toList());
    }

    private static List<String> addWatch(List<String> rest) {
        int mode = rest.indexOf("-m");
        boolean exact =
                mode >= 0 && mode + 1 < rest.size() && rest.get(mode + 1).equals("PERSISTENT");
        return command("watch", with(without(rest, "-m"), "--scope", exact ? "EXACT,CHILDREN" : "SUBTREE"));
    }
}
