"""What the objects of the heap refer to, each reference with the label that a learner knows it by."""
