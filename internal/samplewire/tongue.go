package samplewire

// In a form, < and > stand for the agency's quotation marks.

func english() tongue {
	return tongue{
		thousands: ",",
		weekdays:  [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		months:    [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		pronouns:  [4]string{"he", "she", "his", "her"},
		figure:    "the figure in paragraph {n}, which is {new}, not {old}",
		forms: [3][]string{
			{
				"<{q},> {said} {person}, {role}.",
				"<{q},> {person}, {role}, {verb}.",
				"{person}, {role}, said: <{q}.>",
				"<{q},> {person}, {role}, said on {weekday}.",
			},
			{"<{q},> {he} {verb}.", "<{q},> {surname} {verb}.", "{He} added: <{q}.>"},
		},
	}
}

func german() tongue {
	return tongue{
		thousands: ".",
		weekdays:  [7]string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
		months:    [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
		pronouns:  [4]string{"er", "sie", "sein", "ihr"},
		figure:    "Zahl im {n}. Absatz, richtig ist {new}, nicht {old}",
		forms: [3][]string{
			{
				"<{q}>, sagte {role} {person}.",
				"<{q}>, sagte {role} {person} am {weekday}.",
				"{Role} {person} sagte: <{q}.>",
			},
			{"<{q}>, sagte {surname}.", "<{q}>, fügte {he} hinzu.", "{surname} sagte weiter: <{q}.>"},
		},
	}
}

func spanish() tongue {
	return tongue{
		thousands: ".",
		weekdays:  [7]string{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"},
		months:    [12]string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
		pronouns:  [4]string{"él", "ella", "su", "su"},
		figure:    "la cifra del párrafo {n}, que es {new} y no {old}",
		forms: [3][]string{
			{
				"<{q}>, dijo {person}, {role}.",
				"<{q}>, explicó este {weekday} {person}, {role}.",
				"{person}, {role}, señaló: <{q}.>",
			},
			{"<{q}>, añadió {surname}.", "<{q}>, dijo {surname}."},
		},
	}
}
