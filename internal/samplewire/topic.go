package samplewire

// A Topic is a topic that suits the sample news: its match is in the query
// language of topics.
type Topic struct{ Name, Title, Match string }

// Topics lists topics for a demo. Each has matches in the stories filed before
// the start.
func Topics() []Topic {
	return []Topic{
		{"south-caucasus", "South Caucasus", `azerbaijan OR armenia OR georgia OR country:AZ OR country:AM OR country:GE`},
		{"shipping", "Ports and Shipping", `ferry OR ferries OR harbor OR harbour OR "container terminal" OR lighthouse OR vessel* OR fähre* OR hafen* OR puerto`},
		{"science", "Science", `telescope OR observatory OR researchers OR scientists OR botanist* OR forscher* OR investigador* OR category:science`},
		{"markets", "Business and Markets", `category:business OR category:agriculture OR "per kilogram" OR exports`},
		{"culture", "Culture and Chess", `museum OR chess OR orchestra OR festival OR choir OR theater OR museo OR schach*`},
		{"weather", "Weather", `category:weather OR snow* OR (rain AND forecasters)`},
		{"corrections", "Corrections and Updates", `signal:correction OR signal:update`},
	}
}
