package io.ensemble.client.cli.shell;

import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.ReadMode;
import io.ensemble.client.Stat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jline.reader.Candidate;

/** Completes a path by what the tree has just now. It waits a second at most, and then knows nothing. */
final class PathCompleter {
    static final int CANDIDATES_MAX = 1_000;
    private static final long WAIT_MS_MAX = 1_000;

    private final Ensemble client;

    PathCompleter(Ensemble client) {
        this.client = client;
    }

    void complete(String word, List<Candidate> candidates) {
        int slash = word.lastIndexOf('/');
        String parent = slash <= 0 ? "/" : word.substring(0, slash);
        String prefix = slash < 0 ? "" : word.substring(slash + 1);
        String before = slash < 0 ? "/" : word.substring(0, slash + 1);
        List<String> names = answer(client.childrenAsync(parent, ReadMode.LOCAL))
                .map(children -> children.names().stream()
                        .filter(name -> name.startsWith(prefix))
                        .limit(CANDIDATES_MAX)
                        .toList())
                .orElse(List.of());
        boolean one = names.size() == 1;
        for (String name : names) {
            boolean goesOn = one && hasChildren(before + name);
            String value = before + name + (goesOn ? "/" : "");
            // Where there is more below, no blank behind it: the next Tab goes on.
            candidates.add(new Candidate(value, name, null, null, null, null, !goesOn));
        }
    }

    private boolean hasChildren(String path) {
        Optional<Stat> stat = answer(client.existsAsync(path, ReadMode.LOCAL)).flatMap(found -> found);
        return stat.isPresent() && stat.get().childCount() > 0;
    }

    private static <T> Optional<T> answer(CompletableFuture<T> future) {
        try {
            return Optional.ofNullable(future.get(WAIT_MS_MAX, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EnsembleException) {
                // No such znode, or no right to look: nothing to complete with.
                return Optional.empty();
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
