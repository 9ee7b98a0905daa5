import java.io.File;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.LogManager;
import org.gephi.graph.api.Edge;
import org.gephi.graph.api.Graph;
import org.gephi.graph.api.GraphController;
import org.gephi.graph.api.GraphModel;
import org.gephi.io.importer.api.Container;
import org.gephi.io.importer.api.ContainerUnloader;
import org.gephi.io.importer.api.EdgeDraft;
import org.gephi.io.importer.api.ImportController;
import org.gephi.io.importer.api.Issue;
import org.gephi.io.processor.plugin.DefaultProcessor;
import org.gephi.project.api.ProjectController;
import org.gephi.project.api.Workspace;
import org.openide.util.Lookup;

/** Imports each graph file as Gephi does, and says what Gephi read, merged, dropped and complained of. */
public final class ReadGraph {
    public static void main(String[] paths) throws Exception {
        LogManager.getLogManager().reset();
        boolean good = true;
        for (String path : paths) {
            good &= read(new File(path));
        }
        System.exit(good ? 0 : 1);
    }

    private static boolean read(File file) throws Exception {
        String text = Files.readString(file.toPath());
        int nodes = count(text, "<node "), edges = count(text, "<edge ");
        ProjectController projects = Lookup.getDefault().lookup(ProjectController.class);
        projects.newProject();
        Workspace workspace = projects.getCurrentWorkspace();
        ImportController importer = Lookup.getDefault().lookup(ImportController.class);
        Container container = importer.importFile(file);
        boolean good = container != null && container.verify();
        if (!good) {
            System.out.println("FAIL " + file.getName() + ": Gephi cannot import it");
            return false;
        }
        good &= issues(file, container);
        int groups = groups(container.getUnloader());
        good &= same(file, "nodes read", nodes, container.getUnloader().getNodeCount());
        good &= same(file, "edges read", edges, container.getUnloader().getEdgeCount());
        importer.process(container, new DefaultProcessor(), workspace);
        GraphModel model = Lookup.getDefault().lookup(GraphController.class).getGraphModel(workspace);
        Graph graph = model.getGraph();
        // Gephi makes one edge of those that share source, target and kind, and adds their weights.
        good &= same(file, "edges after merging", groups, graph.getEdgeCount());
        for (Edge edge : graph.getEdges().toArray()) {
            good &= edge.getWeight() > 0;
        }
        System.out.printf("%s %s: %d nodes, %d edges, %d after merging, %d kinds, time %s%n", good ? "ok" : "FAIL",
            file.getName(), graph.getNodeCount(), edges, graph.getEdgeCount(), model.getEdgeTypeCount(),
            model.getTimeBounds());
        projects.closeCurrentProject();
        return good;
    }

    private static int groups(ContainerUnloader unloader) {
        Set<String> seen = new HashSet<>();
        for (EdgeDraft edge : unloader.getEdges()) {
            seen.add(edge.getSource().getId() + "\n" + edge.getTarget().getId() + "\n" + edge.getType());
        }
        return seen.size();
    }

    private static boolean issues(File file, Container container) {
        boolean good = true;
        for (Iterator<Issue> all = container.getReport().getIssues(1000); all.hasNext();) {
            Issue issue = all.next();
            if (issue.getLevel() != Issue.Level.INFO) {
                System.out.println("FAIL " + file.getName() + ": " + issue.getLevel() + ": " + issue.getMessage());
                good = false;
            }
        }
        return good;
    }

    private static boolean same(File file, String what, int expected, int found) {
        if (expected != found) {
            System.out.printf("FAIL %s: %s: %d, not %d%n", file.getName(), what, found, expected);
        }
        return expected == found;
    }

    private static int count(String text, String part) {
        int count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
            count++;
        }
        return count;
    }
}
