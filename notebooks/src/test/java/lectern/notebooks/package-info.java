/// Runs every lesson through the real kernel, and checks what is committed around them: their
/// outputs, clean twins and links, the launcher, the images' versions. Read [LessonsRunTest] first.
package lectern.notebooks;
