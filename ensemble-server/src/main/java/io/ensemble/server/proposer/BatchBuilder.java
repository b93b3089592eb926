package io.ensemble.server.proposer;

import io.ensemble.protocol.log.EncodedPart;
import io.ensemble.protocol.log.EntryCodec;
import io.ensemble.server.member.MemberGuard;
import io.ensemble.server.member.MemberProbe;
import io.ensemble.server.member.MemberSettings;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.apply.InvariantViolation;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a numbered batch of what the outbox holds. Confined to the peer loop. */
final class BatchBuilder {
    private final int self;
    private final EntryCodec codec;
    private final MemberSettings settings;
    private final Set<MemberGuard> guards;
    private final MemberProbe probe;

    BatchBuilder(int self, EntryCodec codec, MemberSettings settings, Set<MemberGuard> guards, MemberProbe probe) {
        this.self = self;
        this.codec = codec;
        this.settings = settings;
        this.guards = guards;
        this.probe = probe;
    }

    /** Takes submissions out of the outbox, up to the bounds; what nobody waits for, or an old epoch left, is dropped. */
    LocalBatch build(Outbox outbox, int epoch, long incarnation, long number, Part.@Nullable DigestReport digest) {
        Map<Identities, Integer> table = new LinkedHashMap<>();
        List<Command> commands = new ArrayList<>();
        List<Submission> items = new ArrayList<>();
        List<Boolean> freezes = new ArrayList<>();
        int bytes = 0;
        for (Submission next = outbox.peek(); next != null; next = outbox.peek()) {
            if (isDropped(next, epoch)) {
                outbox.remove();
                continue;
            }
            if (!items.isEmpty() && isFull(commands.size(), items.size(), bytes + next.sizeBytes())) {
                break;
            }
            outbox.remove();
            items.add(next);
            bytes += next.sizeBytes();
            Command command = next.command(who -> indexOf(table, who));
            if (command != null) {
                commands.add(command);
                freezes.add(next.freezeBefore());
            }
        }
        Part.Batch batch = new Part.Batch(self, incarnation, number, 1, digest, List.copyOf(table.keySet()), commands);
        EncodedPart.Batch encoded = codec.encode(batch);
        if (encoded.sizeBytes() > settings.partBytesMax()) {
            // Better this member now than each leader that it would be sent to.
            throw new InvariantViolation("a batch of " + encoded.sizeBytes() + " bytes, more than an entry takes");
        }
        return new LocalBatch(encoded, List.copyOf(items), toArray(freezes));
    }

    /** Whether the outbox holds enough for a batch that need not wait for more. */
    boolean isFull(Outbox outbox) {
        return isFull(0, (int) Math.min(outbox.count(), Integer.MAX_VALUE), outbox.bytes());
    }

    private boolean isFull(int commands, int items, long bytes) {
        return commands >= settings.batchCommandsMax()
                || items >= 4 * settings.batchCommandsMax()
                || bytes > settings.batchBytesMax();
    }

    private boolean isDropped(Submission next, int epoch) {
        if (next.epoch() < epoch && guards.contains(MemberGuard.NEW_INCARNATION_AFTER_INSTALL)) {
            return true;
        }
        if (next.isGone() && guards.contains(MemberGuard.DROP_GONE_HANDSHAKES)) {
            probe.rare("gone handshake dropped");
            return true;
        }
        return false;
    }

    private static int indexOf(Map<Identities, Integer> table, Identities who) {
        return table.computeIfAbsent(who, w -> table.size());
    }

    private static boolean[] toArray(List<Boolean> values) {
        boolean[] array = new boolean[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }
}
