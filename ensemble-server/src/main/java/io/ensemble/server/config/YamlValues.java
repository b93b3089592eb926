package io.ensemble.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A YAML text as a flat list of values by their full names, such as "client.port" and "members[0].host", each with its
 * line. What is not of that shape is a problem. Confined to its user.
 */
final class YamlValues {
    /** No key has more groups around it. */
    private static final int DEPTH_MAX = 4;

    /** A value as it is written, and where. */
    record Value(String text, int line) {}

    private final String file;
    private final List<String> problems;
    private final Map<String, Value> values = new LinkedHashMap<>();

    private YamlValues(String file, List<String> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** @param problems where what is wrong is added to */
    static Map<String, Value> read(String file, String text, List<String> problems) {
        YamlValues values = new YamlValues(file, problems);
        try {
            Optional<Node> root =
                    new Compose(LoadSettings.builder().setLabel(file).build()).composeString(text);
            root.ifPresent(node -> values.add("", node, 0));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            values.problem(line, oneLine(e.getProblem()));
        } catch (YamlEngineException e) {
            values.problem(1, oneLine(String.valueOf(e.getMessage())));
        }
        return values.values;
    }

    private void add(String name, Node node, int depth) {
        if (depth > DEPTH_MAX) {
            problem(line(node), name + ": no key is nested that deep");
        } else if (node instanceof ScalarNode scalar && !name.isEmpty()) {
            put(name, scalar);
        } else if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key) {
                    add(name.isEmpty() ? key.getValue() : name + "." + key.getValue(), tuple.getValueNode(), depth + 1);
                } else {
                    problem(line(tuple.getKeyNode()), "a key must be a word");
                }
            }
        } else if (node instanceof SequenceNode sequence && !name.isEmpty()) {
            for (int i = 0; i < sequence.getValue().size(); i++) {
                add(name + "[" + i + "]", sequence.getValue().get(i), depth + 1);
            }
        } else {
            problem(line(node), "\"key: value\" is expected");
        }
    }

    private void put(String name, ScalarNode scalar) {
        Value older = values.put(name, new Value(scalar.getValue(), line(scalar)));
        if (older != null) {
            problem(line(scalar), name + ": given twice, first in line " + older.line());
        }
    }

    private void problem(int line, String what) {
        problems.add(file + ":" + line + ": " + what);
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    private static String oneLine(String text) {
        return new ArrayList<>(text.lines().toList()).get(0);
    }
}
