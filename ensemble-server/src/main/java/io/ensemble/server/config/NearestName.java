package io.ensemble.server.config;

import java.util.Collection;
import java.util.Comparator;

/** Which name a mistyped one was probably meant to be. Stateless. */
final class NearestName {
    private NearestName() {}

    /** The name with the fewest letters to change, or whose last part alone is so near that only its groups can be wrong. */
    static String of(String typed, Collection<String> names) {
        return names.stream()
                .min(Comparator.comparingInt(
                        name -> Math.min(distance(typed, name), 3 + distance(leaf(typed), leaf(name)))))
                .orElseThrow();
    }

    private static String leaf(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Levenshtein's: letters to insert, delete or replace; upper and lower case are the same. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int replaced = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
