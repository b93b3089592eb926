package io.ensemble.protocol.log;

import io.ensemble.state.command.Entry;
import io.ensemble.state.command.Part;
import java.util.List;

/** An entry as its leader would encode it. */
public final class Entries {
    private Entries() {}

    public static byte[] encode(EntryCodec codec, Entry entry) {
        List<EncodedPart> parts = entry.parts().stream().map(Entries::encode).toList();
        return codec.encode(entry.term(), entry.wallTimeMs(), entry.logClockMs(), parts);
    }

    public static EncodedPart encode(Part part) {
        if (part instanceof Part.Batch batch) {
            return BatchCodec.encode(batch);
        }
        return part instanceof Part.Hello hello
                ? new EncodedPart.Hello(hello)
                : new EncodedPart.Leader((Part.LeaderCommand) part);
    }
}
