package io.ensemble.server.consensus;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.CodeSource;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.ratis.grpc.server.GrpcLogAppender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads and links what only a candidate and a leader need, so that this is not done while nobody leads: on a member that
 * never led it made an election longer by a sixth of a second. Nothing is initialized by it.
 */
final class LeaderClasses {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderClasses.class);

    /** Packages of Ratis, and ours. */
    private static final Set<String> PACKAGES = Set.of(
            "org/apache/ratis/server/impl",
            "org/apache/ratis/server/leader",
            "org/apache/ratis/grpc/server",
            "io/ensemble/server/consensus/transport",
            "io/ensemble/server/proposer",
            "io/ensemble/server/session");

    private LeaderClasses() {}

    /** @param division the class of Ratis' division; returns how many classes there were */
    static int load(Class<?> division) {
        int loaded = 0;
        for (Class<?> neighbour : List.of(division, GrpcLogAppender.class, LeaderClasses.class)) {
            CodeSource source = neighbour.getProtectionDomain().getCodeSource();
            try {
                File jar = new File(source.getLocation().toURI());
                loaded += jar.isFile() ? load(jar, neighbour.getClassLoader()) : 0;
            } catch (IOException | URISyntaxException | RuntimeException e) {
                LOG.debug("classes not loaded beforehand: {}", e.toString());
            }
        }
        return loaded;
    }

    private static int load(File jar, ClassLoader loader) throws IOException {
        int loaded = 0;
        try (JarFile file = new JarFile(jar)) {
            for (JarEntry entry : file.stream().toList()) {
                String name = entry.getName();
                int folder = name.lastIndexOf('/');
                if (name.endsWith(".class") && folder > 0 && PACKAGES.contains(name.substring(0, folder))) {
                    loaded += link(name.substring(0, name.length() - 6).replace('/', '.'), loader) ? 1 : 0;
                }
            }
        }
        return loaded;
    }

    private static boolean link(String name, ClassLoader loader) {
        try {
            Class<?> found = Class.forName(name, false, loader);
            // The question for its methods links a class.
            return found.getDeclaredMethods() != null;
        } catch (ReflectiveOperationException | LinkageError e) {
            // For a library that is not there, and so is not used either.
            return false;
        }
    }
}
