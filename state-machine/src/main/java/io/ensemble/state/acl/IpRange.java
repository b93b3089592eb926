package io.ensemble.state.acl;

import org.jspecify.annotations.Nullable;

/**
 * The ids of the {@code ip} scheme: an address (IPv4 or IPv6, never looked up) with the number of bits that count behind
 * a slash, or all of them. Takes what ZooKeeper takes. Pure.
 */
final class IpRange {
    private static final int V4_BYTES = 4;
    private static final int V6_GROUPS = 8;
    private static final int HEX = 16;

    private IpRange() {}

    static boolean isValid(String range) {
        byte[] network = network(range);
        return network != null && bits(range, network) >= 0;
    }

    /** Whether an address lies in a range. */
    static boolean contains(String range, String address) {
        byte[] network = network(range);
        byte[] other = parse(address);
        if (network == null || other == null || network.length != other.length) {
            return false;
        }
        int bits = bits(range, network);
        if (bits < 0) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> (i % Byte.SIZE);
            if (((network[i / Byte.SIZE] ^ other[i / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    private static byte @Nullable [] network(String range) {
        int slash = range.indexOf('/');
        return parse(slash < 0 ? range : range.substring(0, slash));
    }

    /** The bits that count, or -1 where that is no number of bits. */
    private static int bits(String range, byte[] network) {
        int all = network.length * Byte.SIZE;
        int slash = range.indexOf('/');
        if (slash < 0) {
            return all;
        }
        Integer bits = number(range.substring(slash + 1), 10);
        return bits == null || bits < 0 || bits > all ? -1 : bits;
    }

    private static byte @Nullable [] parse(String address) {
        return address.indexOf(':') >= 0 ? parseV6(address) : parseV4(address);
    }

    private static byte @Nullable [] parseV4(String address) {
        String[] parts = address.split("\\.", -1);
        if (parts.length != V4_BYTES) {
            return null;
        }
        byte[] bytes = new byte[V4_BYTES];
        for (int i = 0; i < V4_BYTES; i++) {
            Integer part = number(parts[i], 10);
            if (part == null || part < 0 || part > 0xFF) {
                return null;
            }
            bytes[i] = part.byteValue();
        }
        return bytes;
    }

    private static byte @Nullable [] parseV6(String address) {
        String[] halves = address.split("::", -1);
        String[] head = groups(halves[0]);
        String[] tail = halves.length == 2 ? groups(halves[1]) : new String[0];
        int groups = head.length + tail.length;
        boolean wellFormed = halves.length == 1 ? groups == V6_GROUPS : halves.length == 2 && groups < V6_GROUPS;
        byte[] bytes = new byte[2 * V6_GROUPS];
        return wellFormed && fill(bytes, 0, head) && fill(bytes, bytes.length - 2 * tail.length, tail) ? bytes : null;
    }

    private static String[] groups(String half) {
        return half.isEmpty() ? new String[0] : half.split(":", -1);
    }

    private static boolean fill(byte[] bytes, int from, String[] groups) {
        for (int i = 0; i < groups.length; i++) {
            Integer group = groups[i].length() > V4_BYTES ? null : number(groups[i], HEX);
            if (group == null) {
                return false;
            }
            bytes[from + 2 * i] = (byte) (group >> Byte.SIZE);
            bytes[from + 2 * i + 1] = group.byteValue();
        }
        return true;
    }

    private static @Nullable Integer number(String text, int radix) {
        try {
            return Integer.valueOf(text, radix);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
