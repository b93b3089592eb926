package io.ensemble.protocol.log;

import io.ensemble.state.ErrorCode;
import io.ensemble.state.Limits;
import io.ensemble.state.acl.Acl;
import io.ensemble.state.acl.Id;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.Condition;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Entry;
import io.ensemble.state.command.Op;
import io.ensemble.state.command.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Entries drawn from a seed, with every kind of part, command and operation, and numbers at the edges. */
public final class RandomEntries {
    private final Random random;

    public RandomEntries(long seed) {
        random = new Random(seed);
    }

    /** The seed of -Densemble.seed, or a new one. */
    public static long seed() {
        Long given = Long.getLong("ensemble.seed");
        return given != null ? given : System.nanoTime();
    }

    public Entry entry() {
        return new Entry(number(), number(), number(), list(5, this::part));
    }

    public Part part() {
        return switch (random.nextInt(6)) {
            case 0 -> new Part.Hello(integer(), number(), number());
            case 1 -> new Part.ExpireSession(number(), number());
            case 2 -> new Part.DeleteDue(text());
            default -> batch();
        };
    }

    public Part.Batch batch() {
        Part.DigestReport digest = random.nextBoolean() ? new Part.DigestReport(number(), number()) : null;
        return new Part.Batch(
                integer(),
                number(),
                number(),
                integer(),
                digest,
                list(3, () -> new Identities(list(3, this::id), random.nextBoolean())),
                list(6, this::command));
    }

    public Command command() {
        return switch (random.nextInt(8)) {
            case 0 -> new Command.OpenSession(bytes(16), integer(), integer());
            case 1 -> new Command.AttachSession(number(), bytes(20), integer(), number(), number());
            case 2 ->
                new Command.SetLimits(new Limits(
                        1 << 20, 4096, positive(), positive(), 1L << 40, 0, positive(), positive(), 7, 1, positive()));
            case 3 -> new Command.RaiseRules(integer());
            default -> new Command.SessionOp(number(), number(), integer(), number(), number(), op(true));
        };
    }

    public Op op(boolean multi) {
        return switch (random.nextInt(multi ? 11 : 9)) {
            case 0 -> new Op.Create(text(), data(), acl(), pick(CreateMode.values()), number());
            case 1 -> new Op.Delete(text(), integer());
            case 2 -> new Op.SetData(text(), data(), integer());
            case 3 -> new Op.SetAcl(text(), acl(), integer());
            case 4 -> new Op.Check(text(), integer());
            case 5 -> new Op.CloseSession();
            case 6 -> new Op.Invalid(pick(ErrorCode.values()));
            case 7 -> new Op.DeleteContainer(text());
            case 8 -> new Op.DeleteTree(text(), integer(), random.nextBoolean());
            case 9 -> new Op.Branch(list(3, this::condition), list(3, () -> op(false)), list(3, () -> op(false)));
            default -> new Op.Multi(list(5, () -> op(false)));
        };
    }

    private Condition condition() {
        return new Condition(text(), pick(Condition.Kind.values()), number(), data());
    }

    public long number() {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> random.nextInt(300);
            case 3 -> Long.MIN_VALUE >> random.nextInt(64);
            case 4 -> Long.MAX_VALUE >>> random.nextInt(63);
            default -> random.nextLong();
        };
    }

    private int integer() {
        return (int) number();
    }

    private int positive() {
        return 1 + random.nextInt(Integer.MAX_VALUE);
    }

    private Id id() {
        return random.nextInt(3) == 0 ? Id.ANYONE : new Id(text(), text());
    }

    private @Nullable List<Acl> acl() {
        return random.nextInt(4) == 0 ? null : list(3, () -> new Acl(integer(), id()));
    }

    private byte @Nullable [] data() {
        return random.nextInt(4) == 0 ? null : bytes(300);
    }

    private byte[] bytes(int most) {
        byte[] bytes = new byte[random.nextInt(most + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    private String text() {
        StringBuilder text = new StringBuilder("/");
        int length = random.nextInt(random.nextInt(10) == 0 ? 300 : 12);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(
                    switch (random.nextInt(8)) {
                        case 0 -> 0;
                        case 1 -> 0xE9;
                        case 2 -> 0x20AC;
                        case 3 -> 0xFFFD;
                        case 4 -> 0x1F600;
                        default -> 'a' + random.nextInt(26);
                    });
        }
        return random.nextInt(8) == 0 ? "" : text.toString();
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> List<T> list(int most, Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            list.add(element.get());
        }
        return list;
    }
}
