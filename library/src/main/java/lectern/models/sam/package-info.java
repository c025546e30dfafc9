/// Segment Anything: an image becomes an embedding once, and every prompt — points, boxes, a rough
/// mask — becomes masks in milliseconds. Read [lectern.models.sam.Sam] first, then the image
/// encoder, the prompt encoder and the mask decoder.
///
/// Letters: N images, B prompts, C channels, H W grid rows and columns, D width, T tokens.
///
/// Source: A. Kirillov and others, "Segment Anything", ICCV 2023, section 3 and appendix A.
package lectern.models.sam;
