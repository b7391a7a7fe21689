package copydesk_test

import (
	"testing"
	"time"

	"github.com/datelinewire/dateline/ingest/copydesk"
	"github.com/datelinewire/dateline/wire"
)

func TestSignals(t *testing.T) {
	tests := []struct {
		headline, first string
		want            wire.Signal
		number          int
		status          wire.Status
	}{
		{"Harbour to reopen", "", "", 0, wire.StatusUsable},
		{"UPDATE 2-Harbour to reopen", "", wire.SignalUpdate, 2, wire.StatusUsable},
		{"UPDATE 1 - Harbour to reopen", "", wire.SignalUpdate, 1, wire.StatusUsable},
		{"WRAPUP 3-Harbour to reopen", "", wire.SignalUpdate, 3, wire.StatusUsable},
		{"Harbour-Reopening, 2nd Writethru", "", wire.SignalUpdate, 2, wire.StatusUsable},
		{"Harbour to reopen", "(Adds details, quotes)", wire.SignalUpdate, 0, wire.StatusUsable},
		{"(3rd LD) Harbour to reopen", "", wire.SignalUpdate, 3, wire.StatusUsable},
		{"(LEAD 2) Harbour to reopen", "", wire.SignalUpdate, 2, wire.StatusUsable},
		{"CORRECTED-Harbour to reopen", "", wire.SignalCorrection, 0, wire.StatusUsable},
		{"CORRECTION: Harbour to reopen", "", wire.SignalCorrection, 0, wire.StatusUsable},
		{"Correction: Harbour story", "", wire.SignalCorrection, 0, wire.StatusUsable},
		{"REFILE-Harbour to reopen", "", wire.SignalCorrection, 0, wire.StatusUsable},
		{"UPDATE 2-CORRECTED-Harbour to reopen", "", wire.SignalCorrection, 0, wire.StatusUsable},
		{"Harbour to reopen", "(Corrects spelling of name in paragraph 3)", wire.SignalCorrection, 0, wire.StatusUsable},
		{"Korrektur: Hafen öffnet", "", wire.SignalCorrection, 0, wire.StatusUsable},
		{"ADVISORY: Events of the week", "", wire.SignalAdvisory, 0, wire.StatusUsable},
		{"Harbour", "Eds: Story will be updated.", wire.SignalAdvisory, 0, wire.StatusUsable},
		{"KILL: Harbour to reopen", "", wire.SignalKill, 0, wire.StatusCanceled},
		{"BULLETIN KILL", "", wire.SignalKill, 0, wire.StatusCanceled},
		{"MANDATORY KILL", "Please kill the story slugged Harbour.", wire.SignalKill, 0, wire.StatusCanceled},
		{"WITHDRAWN: Harbour to reopen", "", wire.SignalKill, 0, wire.StatusCanceled},
		{"Harbour - WITHDRAWAL", "The story \"Harbour to reopen\" has been withdrawn.", wire.SignalKill, 0, wire.StatusCanceled},
		{"Kill the bill, protesters say", "", "", 0, wire.StatusUsable},
		{"Killing of mayor shocks town", "", "", 0, wire.StatusUsable},
		{"Update your passport now", "", "", 0, wire.StatusUsable},
		{"Updated law takes effect", "", "", 0, wire.StatusUsable},
		{"Corrections officers strike", "", "", 0, wire.StatusUsable},
		{"Correctional officers strike", "", "", 0, wire.StatusUsable},
		{"Troops withdrawn from the border", "", "", 0, wire.StatusUsable},
		{"Withdrawal of troops begins", "", "", 0, wire.StatusUsable},
		{"Arms embargo lifted", "", "", 0, wire.StatusUsable},
		{"EU lifts embargo on beef", "", "", 0, wire.StatusUsable},
		{"Embargo on beef lifted", "", "", 0, wire.StatusUsable},
		{"Lead found in water", "", "", 0, wire.StatusUsable},
		{"Advisory board resigns", "", "", 0, wire.StatusUsable},
		{"Refile your taxes, office says", "", "", 0, wire.StatusUsable},
		// In every language the word of the trade is set off from the headline.
		{"ANULADA: El puerto reabre", "", wire.SignalKill, 0, wire.StatusCanceled},
		{"ELIMINADA - El puerto reabre", "", wire.SignalKill, 0, wire.StatusCanceled},
		{"ANNULATION: Le port rouvre", "", wire.SignalKill, 0, wire.StatusCanceled},
		{"(CORREÇÃO) Porto reabre", "", wire.SignalCorrection, 0, wire.StatusUsable},
		{"Corrección: El puerto reabre", "", wire.SignalCorrection, 0, wire.StatusUsable},
		{"(ACTUALIZACIÓN) El puerto reabre", "", wire.SignalUpdate, 0, wire.StatusUsable},
		{"Исправлено: порт открыт", "", wire.SignalCorrection, 0, wire.StatusUsable},
		{"Achtung Redaktionen: Termine", "", wire.SignalAdvisory, 0, wire.StatusUsable},
		{"Anulada la sanción al portero", "", "", 0, wire.StatusUsable},
		{"Eliminada la selección en octavos", "", "", 0, wire.StatusUsable},
		{"Annulation du festival à Sète", "", "", 0, wire.StatusUsable},
		{"Withdrawn troops return home", "", "", 0, wire.StatusUsable},
		{"Аннулировано решение суда", "", "", 0, wire.StatusUsable},
		{"Clarification sought on ferry rules", "", "", 0, wire.StatusUsable},
		{"Korrektur der Prognose erwartet", "", "", 0, wire.StatusUsable},
		{"Corrección política y lenguaje", "", "", 0, wire.StatusUsable},
		{"Исправлена ошибка в законе", "", "", 0, wire.StatusUsable},
		{"Обновленный список опубликован", "", "", 0, wire.StatusUsable},
		{"Actualiza el puerto sus tarifas", "", "", 0, wire.StatusUsable},
		{"Achtung Autofahrer, Brücke gesperrt", "", "", 0, wire.StatusUsable},
		{"Atención primaria colapsada", "", "", 0, wire.StatusUsable},
	}
	for _, tt := range tests {
		c := copydesk.Copy{Headline: tt.headline, Paragraphs: []string{"ROME (AP) — The port opened.", "More."}}
		if tt.first != "" {
			c.Paragraphs = append([]string{tt.first}, c.Paragraphs...)
		}
		a := read(t, copydesk.House{}, c)
		if a.Signal != tt.want || a.SignalNumber != tt.number || a.Status != tt.status {
			t.Errorf("%q %q: signal %q %d, status %s; want %q %d, %s", tt.headline, tt.first, a.Signal, a.SignalNumber, a.Status, tt.want, tt.number, tt.status)
		}
	}
}

func TestEmbargo(t *testing.T) {
	baku := time.FixedZone("+04", 4*3600)
	published := time.Date(2025, 5, 2, 18, 0, 0, 0, baku)
	tests := []struct {
		line string
		want string // RFC 3339, UTC; "" is none
	}{
		{"EMBARGOED until 12:01 a.m. EDT, May 3, 2025", "2025-05-03T04:01:00Z"},
		{"EMBARGOED until 5 p.m. GMT May 3", "2025-05-03T17:00:00Z"},
		{"Embargoed until 17:00 May 3", "2025-05-03T13:00:00Z"},
		{"HOLD FOR RELEASE at 0001 GMT, May 4", "2025-05-04T00:01:00Z"},
		{"HOLD FOR RELEASE until 6 a.m. ET, Jan. 4, 2026", "2026-01-04T11:00:00Z"},
		{"Sperrfrist: 3. Mai, 10.00 Uhr MESZ", "2025-05-03T08:00:00Z"},
		{"EMBARGOED until 20:00", "2025-05-02T16:00:00Z"},
		{"date 2025-05-04 EMBARGOED until 20:00", "2025-05-04T16:00:00Z"}, // of the day that is printed
		{"EMBARGOED until the end of the speech", ""},
	}
	for _, tt := range tests {
		a := read(t, copydesk.House{}, copydesk.Copy{Date: published, Paragraphs: []string{tt.line, "ROME (AP) — The port opened.", "More."}})
		got := ""
		if a.Embargo != nil {
			got = a.Embargo.Format(time.RFC3339)
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.line, got, tt.want)
		}
		if a.Signal != wire.SignalEmbargo || tt.want != "" && a.Status != wire.StatusWithheld {
			t.Errorf("%s: signal %q, status %s", tt.line, a.Signal, a.Status)
		}
	}
}
