"""The parts of the demo on reasons: settings, who learns, what each can say, and the sheets on which it stands."""
