/**
 * What runs on a stage: the wanted lobbies, who sits in them, and the change from one version to
 * the next without ending what is played.
 */
package omgservers.deployment;
