package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.check.KnownWrites.Written;
import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.Map;
import java.util.Set;

/** A read, also a local one, shows the state at the zxid of its reply: no later, and with nothing missing. */
public final class ReadsAtTheirZxid implements Checker {
    @Override
    public String name() {
        return "reads at their zxid";
    }

    @Override
    public Set<String> workloads() {
        return Set.of("registers", "watches", "set", "append", "bank");
    }

    @Override
    public Findings check(History history) {
        Findings findings = new Findings();
        KnownWrites known = KnownWrites.of(history, findings);
        for (Operation read : history.operations(call -> call.isOk() && !call.isWrite() && call.mzxid() >= 0)) {
            if (read.zxid() < 0) {
                continue;
            }
            findings.require(read.mzxid() <= read.zxid(), "a read of what its zxid does not have yet: {}", read);
            Long missed = known.firstWithin(read.at(), read.mzxid(), read.zxid());
            findings.require(
                    missed == null, "a read misses the write of zxid {}: {}", missed == null ? "" : missed, read);
        }
        known.all().forEach((path, writes) -> {
            Written before = null;
            for (Map.Entry<Long, Written> write : writes.entrySet()) {
                findings.require(
                        before == null || write.getValue().version() > before.version(),
                        "{}: version {} at zxid {} behind version {}",
                        path,
                        write.getValue().version(),
                        write.getKey(),
                        before == null ? "" : before.version());
                before = write.getValue();
            }
        });
        return findings;
    }
}
