package io.ensemble.server.config;

import io.ensemble.server.config.YamlValues.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The values of a file by key: each checked on its own, the default where there is none. What is wrong is gathered, and a
 * value that is allowed stands in for it, so that one run tells of all of it. Confined to its user.
 */
final class ConfigValues {
    private static final String INDEX = "\\[[0-9]+]";

    private final String file;
    private final Map<String, Value> values;
    private final List<String> problems;

    ConfigValues(String file, Map<String, Value> values, List<String> problems) {
        this.file = file;
        this.values = values;
        this.problems = problems;
        checkNames();
    }

    /** How many members are listed. */
    int members() {
        TreeSet<String> prefixes = new TreeSet<>();
        for (String name : values.keySet()) {
            if (name.startsWith("members[")) {
                prefixes.add(name.substring(0, name.indexOf(']') + 1));
            }
        }
        return prefixes.size();
    }

    int number(ConfigKey key) {
        return Math.toIntExact(wide(key, key.name()));
    }

    /** The value of one member. */
    int number(ConfigKey key, int member) {
        return Math.toIntExact(wide(key, nameOf(key, member)));
    }

    long wide(ConfigKey key) {
        return wide(key, key.name());
    }

    String text(ConfigKey key) {
        return text(key, key.name());
    }

    String text(ConfigKey key, int member) {
        return text(key, nameOf(key, member));
    }

    /** Says what is wrong with a key that is fine on its own. */
    void problem(ConfigKey key, String why) {
        problemAt(key.name(), why);
    }

    /** Says what is wrong between several keys. */
    void problem(String what) {
        problems.add(file + ": " + what);
    }

    private static String nameOf(ConfigKey key, int member) {
        return key.name().replace("[]", "[" + member + "]");
    }

    private long wide(ConfigKey key, String name) {
        String text = given(key, name);
        if (text == null) {
            return key.min();
        }
        try {
            long number = key.kind() == ConfigKey.Kind.SIZE ? Sizes.parse(text) : Long.parseLong(text);
            if (number >= key.min() && number <= key.max()) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the same message: what is allowed.
        }
        problemAt(name, "is \"" + text + "\", and must be " + key.allowed());
        return key.min();
    }

    private String text(ConfigKey key, String name) {
        String text = given(key, name);
        if (text == null) {
            return "";
        }
        if (text.length() < key.min()
                || text.length() > key.max()
                || text.chars().anyMatch(c -> c < ' ')) {
            problemAt(name, "must be " + key.allowed());
        }
        return text;
    }

    private @Nullable String given(ConfigKey key, String name) {
        Value value = values.get(name);
        if (value != null) {
            return value.text();
        }
        if (key.isRequired()) {
            problems.add(file + ": " + name + " is missing: it must be given, and is " + key.allowed());
        }
        return key.standard();
    }

    private void problemAt(String name, String why) {
        Value value = values.get(name);
        problems.add(file + (value == null ? "" : ":" + value.line()) + ": " + name + " " + why);
    }

    private void checkNames() {
        Map<String, ConfigKey> known = new HashMap<>();
        ConfigKeys.ALL.forEach(key -> known.put(key.name(), key));
        values.forEach((name, value) -> {
            String general = name.replaceFirst("^members" + INDEX, "members[]");
            if (!known.containsKey(general)) {
                problems.add(file + ":" + value.line() + ": " + name + " " + whatInstead(general, known));
            }
        });
    }

    private static String whatInstead(String name, Map<String, ConfigKey> known) {
        List<String> within = new ArrayList<>();
        for (String each : new TreeSet<>(known.keySet())) {
            if (each.startsWith(name + ".") || each.startsWith(name + "[].")) {
                within.add(each);
            }
        }
        if (!within.isEmpty()) {
            return "is a group, with keys of its own: " + String.join(", ", within);
        }
        return "is no key of the configuration; the nearest is " + NearestName.of(name, known.keySet());
    }
}
