package io.ensemble.chaos.chaos.plant;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Makes a plant's classes out of the clone's sources. Stateless. */
public final class PlantedClasses {
    private PlantedClasses() {}

    /**
     * Changes copies of the sources and compiles them.
     *
     * @param clone the root of the clone
     * @param folder for the changed sources and their classes
     * @return the folder to put first on a class path
     * @throws IllegalStateException where the sources have moved on from what the plant was made for
     */
    public static Path make(Plant plant, Path clone, Path folder) throws IOException {
        Map<String, String> changed = new LinkedHashMap<>();
        for (Edit edit : plant.edits()) {
            String source = changed.get(edit.file());
            changed.put(
                    edit.file(), edit.applied(source == null ? Files.readString(clone.resolve(edit.file())) : source));
        }
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path sources = Files.createDirectories(folder.resolve("sources"));
        List<Path> files = new java.util.ArrayList<>();
        for (Map.Entry<String, String> each : changed.entrySet()) {
            Path file = sources.resolve(each.getKey());
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, each.getValue()));
        }
        if (!files.isEmpty()) {
            compile(plant, files, classes);
        }
        return classes;
    }

    private static void compile(Plant plant, List<Path> files, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IOException("plants need a JDK, and this is only a JRE");
        }
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of(
                    "-d",
                    classes.toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-proc:none",
                    "-nowarn",
                    "-implicit:none");
            boolean done = compiler.getTask(
                            said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            if (!done) {
                throw new IllegalStateException("plant " + plant.title() + " does not compile: " + said);
            }
        }
    }
}
