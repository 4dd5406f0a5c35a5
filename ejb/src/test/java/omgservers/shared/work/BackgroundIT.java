package omgservers.shared.work;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.concurrent.ExecutionException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What only a container shows: which connections take part in which transactions. */
@ExtendWith(ArquillianExtension.class)
class BackgroundIT {
  @Inject private Starter starter;
  @Inject private Statements statements;

  @Deployment
  static WebArchive archive() throws IOException, URISyntaxException {
    int port = EmbeddedPostgres.start().getPort();
    File driver =
        new File(
            org.postgresql.Driver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    return ShrinkWrap.create(WebArchive.class)
        .addClasses(Background.class, Statements.class, Starter.class)
        .addAsLibrary(driver)
        .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
        .setWebXML(
            new StringAsset(
                """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <data-source>
                <name>java:app/jdbc/test</name>
                <class-name>org.postgresql.ds.PGSimpleDataSource</class-name>
                <server-name>127.0.0.1</server-name>
                <port-number>%d</port-number>
                <database-name>postgres</database-name>
                <user>postgres</user>
                <password>none</password>
              </data-source>
            </web-app>
            """
                    .formatted(port)));
  }

  @Test
  void backgroundWorkTakesPartInItsTransaction() throws InterruptedException, ExecutionException {
    assertTrue(starter.apart());
  }

  @Test
  void requestsTakePartInTheirTransaction() {
    assertTrue(statements.takePart());
  }

  /** The reason for threads of our own; when this fails, Payara has mended it. */
  @Test
  void beansThatAnEjbCallsAreLeftOut() {
    assertFalse(starter.direct());
  }
}
