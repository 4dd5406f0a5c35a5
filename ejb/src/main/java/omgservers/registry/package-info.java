/** Which image is which version: the configurations of a project and the images that run them. */
package omgservers.registry;
