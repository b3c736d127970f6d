mod ends;
mod hostile;
mod keeper;
mod places;
mod quest;
mod walk;
mod world;
