package io.ensemble.state.apply;

import static io.ensemble.state.apply.Log.create;
import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.state.command.Command;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Folders of thousands, and paths as deep as they may be. */
class WideTreeTest {
    private final Log log = new Log();
    private final long session = log.open();

    @Test
    void shouldKeepAFolderOfThousands() {
        long seed = Long.getLong("ensemble.seed", 1);
        Random random = new Random(seed);
        TreeSet<String> expected = new TreeSet<>();
        log.run(session, create("/f"));
        for (int entry = 0; entry < 60; entry++) {
            List<Command> commands = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String name = Integer.toString(random.nextInt(4000));
                if (random.nextInt(3) > 0) {
                    expected.add(name);
                    commands.add(log.op(session, create("/f/" + name, CreateMode.EPHEMERAL)));
                } else {
                    expected.remove(name);
                    commands.add(log.op(session, new Op.Delete("/f/" + name, -1)));
                }
            }
            log.run(commands.toArray(Command[]::new));
            assertThat(log.state.digest()).as("seed %d", seed).isEqualTo(log.state.recomputeDigest());
        }
        assertThat(log.state.find("/f").childNames()).as("seed %d", seed).containsExactlyElementsOf(expected);
        log.state.verify();

        log.run(session, new Op.CloseSession());
        assertThat(log.changes()).extracting(Change::path).isSorted().hasSize(expected.size());
        assertThat(log.state.znodeCount()).isEqualTo(5);
        log.state.verify();
    }

    @Test
    void shouldKeepADeepPath() {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < log.state.limits().pathDepthMax(); i++) {
            log.run(session, create(path.append("/d").toString()));
        }
        assertThat(log.state.find("/").descendantCount())
                .isEqualTo(3 + log.state.limits().pathDepthMax());
        log.run(session, new Op.SetData(path.toString(), new byte[3], -1));
        assertThat(log.state.find(path.toString()).stat().dataLength()).isEqualTo(3);
        log.state.verify();
    }
}
