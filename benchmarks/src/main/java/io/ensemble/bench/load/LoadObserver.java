package io.ensemble.bench.load;

import java.io.IOException;

/** Looks at the servers at the two ends of the measured time; called on the thread that runs the load. */
public interface LoadObserver {
    LoadObserver NONE = new LoadObserver() {
        @Override
        public void measuringBegins() {}

        @Override
        public void measuringEnds() {}
    };

    void measuringBegins() throws IOException;

    void measuringEnds() throws IOException;
}
