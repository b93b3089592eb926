package io.ensemble.server.consensus;

import io.ensemble.server.consensus.files.DiskFiles;
import io.ensemble.server.consensus.formation.Formation;
import io.ensemble.server.consensus.formation.FormationSettings;
import io.ensemble.server.consensus.formation.Formed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * One member that only forms and replicates, to be killed at any moment: {@code FirstStart DATA SELF RAFT:FORMATION ...}.
 * Once there is a leader, it proposes one entry if it leads, and says which ensemble it is in and what it applied.
 */
public final class FirstStart {

    private FirstStart() {}

    public static void main(String[] args) throws Exception {
        Path dataDir = Path.of(args[0]);
        int self = Integer.parseInt(args[1]);
        List<MemberAddress> members = new ArrayList<>();
        Map<Integer, Integer> peers = new HashMap<>();
        for (int i = 2; i < args.length; i++) {
            String[] ports = args[i].split(":", -1);
            members.add(MemberAddress.founder(
                    i - 1,
                    "127.0.0.1",
                    Integer.parseInt(ports[0]),
                    Integer.parseInt(ports[1]),
                    Integer.parseInt(ports[2])));
            peers.put(i - 1, Integer.parseInt(ports[2]));
        }
        DiskFiles files = DiskFiles.INSTANCE;
        Formation formation = Formation.open(
                FormationSettings.of(dataDir, self, members, "127.0.0.1"), files, new GroupStorage(files, dataDir));
        Formed formed = formation.form();
        RecordingSink sink = new RecordingSink();
        TestLinks links = new TestLinks(self, formed.clusterId(), peers);
        RatisLog log = new RatisLog(
                RatisLogSettings.of(dataDir, formed.self(), formed.members(), formed.clusterId(), "127.0.0.1", 1 << 20),
                links::links);
        log.start(sink);
        boolean proposed = false;
        while (sink.state().isEmpty() || log.leadership().leader() == 0) {
            if (log.leadership().ready() && !proposed) {
                proposed = true;
                String entry = "by " + self + " in " + formed.clusterId();
                log.propose(log.leadership().term(), entry.getBytes(StandardCharsets.UTF_8));
            }
            LockSupport.parkNanos(5_000_000);
        }
        System.out.println(
                "in " + formed.clusterId() + " leader " + log.leadership().leader() + " applied " + sink.state());
        Thread.currentThread().join();
    }
}
