package io.ensemble.chaos.diff;

import io.ensemble.chaos.wire.JuteReader;
import io.ensemble.chaos.wire.MalformedRecordException;
import io.ensemble.chaos.wire.Opcode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reply's body, taken apart into named values: strings, numbers, bytes, stats, lists. What is there beyond the record,
 * or cannot be read, is a value too. Immutable.
 */
record ReplyRecord(List<Item> items) {

    /** A value; what kind it is decides how it is compared. */
    record Item(String name, @Nullable Object value, Kind kind) {}

    enum Kind {
        PLAIN,
        PATH,
        NAMES,
        ACL,
        IDENTITIES
    }

    static ReplyRecord read(int opcode, int err, byte[] body) {
        List<Item> items = new ArrayList<>();
        JuteReader in = new JuteReader(body);
        try {
            if (err == 0) {
                record(opcode, in, items);
            }
            if (in.remaining() > 0) {
                items.add(plain("more", in.remaining() + " bytes"));
            }
        } catch (MalformedRecordException e) {
            items.add(plain("malformed", HexFormat.of().formatHex(body)));
        }
        return new ReplyRecord(items);
    }

    /** Values of this type, those of a multi's parts included. */
    <T> List<T> all(Class<T> type) {
        return items.stream()
                .map(Item::value)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private static void record(int opcode, JuteReader in, List<Item> items) {
        switch (opcode) {
            case Opcode.CREATE, Opcode.SYNC -> items.add(path(in));
            case Opcode.CREATE2, Opcode.CREATE_CONTAINER, Opcode.CREATE_TTL -> {
                items.add(path(in));
                items.add(plain("stat", in.stat()));
            }
            case Opcode.EXISTS, Opcode.SET_DATA, Opcode.SET_ACL -> items.add(plain("stat", in.stat()));
            case Opcode.GET_DATA -> {
                items.add(plain("data", in.buffer()));
                items.add(plain("stat", in.stat()));
            }
            case Opcode.GET_ACL -> {
                items.add(new Item("acl", in.acls(), Kind.ACL));
                items.add(plain("stat", in.stat()));
            }
            case Opcode.GET_CHILDREN -> items.add(names("children", in.strings()));
            case Opcode.GET_CHILDREN2 -> {
                items.add(names("children", in.strings()));
                items.add(plain("stat", in.stat()));
            }
            case Opcode.GET_EPHEMERALS -> items.add(names("ephemerals", in.strings()));
            case Opcode.GET_ALL_CHILDREN_NUMBER -> items.add(plain("number", in.int32()));
            case Opcode.ADD_WATCH -> items.add(plain("error", in.int32()));
            case Opcode.SASL -> items.add(plain("token", in.buffer()));
            case Opcode.WHO_AM_I ->
                items.add(new Item(
                        "identities", in.vector(reader -> reader.string() + ":" + reader.string()), Kind.IDENTITIES));
            case Opcode.MULTI, Opcode.MULTI_READ -> parts(in, items);
            default -> {}
        }
    }

    private static void parts(JuteReader in, List<Item> items) {
        while (true) {
            int type = in.int32();
            boolean done = in.bool();
            int err = in.int32();
            if (done) {
                items.add(plain("end", type + "/" + err));
                return;
            }
            items.add(plain("part", Opcode.name(type) + "/" + err));
            if (type == Opcode.ERROR) {
                items.add(plain("error", in.int32()));
            } else {
                record(type, in, items);
            }
        }
    }

    private static Item path(JuteReader in) {
        return new Item("path", in.string(), Kind.PATH);
    }

    private static Item names(String name, @Nullable List<String> names) {
        return new Item(name, names, Kind.NAMES);
    }

    private static Item plain(String name, @Nullable Object value) {
        return new Item(name, value, Kind.PLAIN);
    }
}
