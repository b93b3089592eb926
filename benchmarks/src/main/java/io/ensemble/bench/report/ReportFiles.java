package io.ensemble.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a run down. Stateless. */
public final class ReportFiles {
    private static final String PLACE_OF_DATA = "\"DATA\"";

    private ReportFiles() {}

    /** Writes {@code results.json} and {@code index.html}, which needs nothing beside itself; returns the page. */
    public static Path write(RunReport report, Path folder) throws IOException {
        Files.createDirectories(folder);
        ObjectMapper mapper = new ObjectMapper();
        Files.writeString(folder.resolve("results.json"), mapper.writeValueAsString(report));
        Path page = folder.resolve("index.html");
        // "</" would end the script that holds the data.
        String data = mapper.writeValueAsString(report).replace("</", "<\\/");
        return Files.writeString(page, template().replace(PLACE_OF_DATA, data));
    }

    private static String template() throws IOException {
        try (InputStream in = ReportFiles.class.getResourceAsStream("page.html")) {
            if (in == null) {
                throw new IOException("page.html is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
