package io.ensemble.chaos.diff;

import java.util.List;

/** A script: the seed that it came from, how many clients it has, and its steps. Immutable. */
public record Script(long seed, int number, int clients, List<Action> actions) {

    public Script {
        actions = List.copyOf(actions);
    }

    Script with(List<Action> fewer) {
        return new Script(seed, number, clients, fewer);
    }

    /** The steps, one a line. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < actions.size(); i++) {
            text.append(line(i)).append('\n');
        }
        return text.toString();
    }

    String line(int index) {
        Action action = actions.get(index);
        boolean pipelined = action instanceof Action.Call call && call.pipelined();
        return "%4d  client %d %s %s".formatted(index, action.client(), pipelined ? "+" : " ", action.text());
    }
}
