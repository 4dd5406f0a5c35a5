/**
 * What runs inside WildFly beside the application; everything of WildFly's own that we touch is
 * here.
 */
package omgservers.wildfly;
