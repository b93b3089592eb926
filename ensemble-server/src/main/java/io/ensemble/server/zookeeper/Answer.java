package io.ensemble.server.zookeeper;

import io.ensemble.protocol.zookeeper.ZkRecord;
import io.ensemble.state.ErrorCode;
import org.jspecify.annotations.Nullable;

/** What a request is answered with: an error code and no body, or success and a body where the opcode has one. */
record Answer(ErrorCode code, @Nullable ZkRecord body) {
    static final Answer OK = new Answer(ErrorCode.OK, null);
    static final Answer MALFORMED = failed(ErrorCode.MARSHALLING_ERROR);

    static Answer of(ZkRecord body) {
        return new Answer(ErrorCode.OK, body);
    }

    static Answer failed(ErrorCode code) {
        return new Answer(code, null);
    }
}
