"""English coded by the same engine as Arabic: that a language is a folder of data."""

import subprocess
import sys
from pathlib import Path

import pytest

from marsad.coding.coder import Coder
from marsad.model import Article, CodedArticle, EventMention

ROOT = Path(__file__).parents[1]
PACK = ROOT / "src" / "marsad" / "language" / "en"
CODER = Coder()

# A sentence, then its events: act, status, parties (of a mutual act), or source > target.
SENTENCES = """
Israeli Foreign Minister Eli Cohen arrived in Ashgabat on Wednesday.
    visit happened ISR > TKM
Turkmen President Serdar Berdimuhamedov will visit Iran next week.
    visit planned TKM > IRN
US Secretary of State Antony Blinken met Egyptian President Abdel Fattah al-Sisi in Cairo.
    meet happened EGY USA
Tehran accused Washington of violating its airspace.
    accuse happened IRN > USA
Israel's foreign minister met his Jordanian counterpart on Monday.
    meet happened ISR JOR
The president of Turkmenistan travelled to Moscow for talks with Vladimir Putin.
    visit happened TKM > RUS
    meet happened RUS TKM
Sergei Lavrov, the foreign minister of Russia, arrived in Baghdad.
    visit happened RUS > IRQ
Egypt and Sudan signed a military agreement on 12 April 2023.
    sign happened EGY SDN
Iran was accused by Saudi Arabia of arming the Houthis.
    accuse happened SAU > IRN
Ten Russian diplomats were expelled by Poland.
    expel_envoy happened POL > RUS
Poland expelled 45 Russian diplomats last month.
    expel_envoy happened POL > RUS
France condemned the Israeli strikes on Damascus.
    accuse happened FRA > ISR
    attack happened ISR > SYR
Turkey summoned the Swedish ambassador over the burning of the Koran.
    summon_envoy happened TUR > SWE
Saudi Arabia recalled its ambassador from Beirut.
    recall_envoy happened SAU > LBN
Bahrain severed diplomatic relations with Iran in January 2016.
    sever_relations happened BHR > IRN
Morocco cut ties with Iran.
    sever_relations happened MAR > IRN
Israel opened an embassy in Bahrain.
    open_mission happened ISR > BHR
Kuwait did not sign the agreement with Iraq.
    sign denied IRQ KWT
The Pakistani prime minister postponed his visit to Kabul.
    visit denied PAK > AFG
Qatar sent 20 tons of humanitarian aid to Sudan.
    aid happened QAT > SDN
The United States imposed sanctions on Russia.
    sanction happened USA > RUS
The European Union lifted sanctions on Belarus.
    yield happened EUR > BLR
North Korea threatened South Korea with a nuclear strike.
    threaten happened PRK > KOR
China warned the United States against selling arms to Taiwan.
    threaten happened CHN > USA
Germany praised Egypt for its mediation between Israel and Hamas.
    praise happened DEU > EGY
    mediate happened EGY > HMS ISR
The United Nations urged Israel to lift the blockade.
    request happened UNO > ISR
Iraq asked Turkey to withdraw its troops.
    request happened IRQ > TUR
Iran rejected the American offer.
    reject happened IRN > USA
Oman's foreign minister received a letter from his Iranian counterpart.
    message happened IRN > OMN
Israeli warplanes bombed targets in Syria on Sunday.
    attack happened ISR > SYR
Russia invaded Ukraine on 24 February 2022.
    attack happened RUS > UKR
Iran detained two French citizens.
    coerce happened IRN > FRA
Algeria closed its border with Morocco.
    coerce happened DZA > MAR
Russia deployed troops near Ukraine.
    mobilise happened RUS > UKR
Turkey apologised to Russia.
    yield happened TUR > RUS
Kosovo was recognised by Israel in 2020.
    recognise happened ISR > XKX
The new Saudi ambassador presented his credentials to Iraq's president.
    appoint_envoy happened SAU > IRQ
The two ministers discussed trade.
Egypt invited Turkish Foreign Minister Hakan Fidan to Cairo.
    invite happened EGY > TUR
Talks between India and Pakistan began in New Delhi.
    meet happened IND PAK
Israel could strike Iran.
    attack proposed ISR > IRN
The Emirati president plans to visit Damascus.
    visit planned ARE > SYR
China is expected to send an envoy to Ukraine.
The British embassy in Tehran was closed.
    close_mission happened GBR > IRN
Jordan and Syria held joint military exercises.
    cooperate happened JOR SYR
Rwanda denied allegations by Congo.
    reject happened RWA > COD
Britain's King Charles III begins a state visit to Germany on Wednesday.
    visit happened GBR > DEU
A high-level Saudi delegation landed in Sanaa on Sunday.
    visit happened SAU > YEM
Japanese Prime Minister Fumio Kishida paid a surprise visit to Kyiv last month.
    visit happened JPN > UKR
Syrian Foreign Minister Faisal Mekdad flew to Jeddah for talks with his Saudi counterpart.
    visit happened SYR > SAU
    meet happened SAU SYR
Pope Francis is due to travel to Hungary later this month.
    visit planned VAT > HUN
Emir of Qatar Sheikh Tamim bin Hamad Al Thani received the Iraqi prime minister in Doha.
    meet happened IRQ QAT
Officials from Ethiopia and Egypt held talks on the Nile dam in Khartoum.
    meet happened EGY ETH
Lebanese and Israeli negotiators met in Naqoura.
    meet happened ISR LBN
Xi Jinping sent a message of condolences to the Turkish president.
    message happened CHN > TUR
The Algerian president accepted an invitation from Russia to visit Moscow.
    invite happened RUS > DZA
    visit proposed DZA > RUS
China brokered a deal between Saudi Arabia and Iran.
    mediate happened CHN > IRN SAU
    agree happened IRN SAU
The UAE reopened its embassy in Damascus in December 2018.
    open_mission happened ARE > SYR
Canada shut its embassy in Tehran.
    close_mission happened CAN > IRN
Norway evacuated its embassy in Khartoum.
    close_mission happened NOR > SDN
Joe Biden nominated a new ambassador to India.
    appoint_envoy happened USA > IND
Paris recalled its ambassador to Washington for consultations.
    recall_envoy happened FRA > USA
The Dutch foreign ministry summoned the Chinese ambassador.
    summon_envoy happened NLD > CHN
The Russian ambassador was summoned by the Italian foreign ministry.
    summon_envoy happened ITA > RUS
Chad declared the German ambassador persona non grata.
    expel_envoy happened TCD > DEU
Honduras established diplomatic relations with China in March 2023.
    establish_relations happened CHN HND
Sudan broke off ties with Iran after the attack.
    sever_relations happened SDN > IRN
Spain recognised the State of Palestine.
    recognise happened ESP > PSE
A memorandum of understanding was signed by Kuwait and Oman.
    sign happened KWT OMN
Armenia and Azerbaijan have agreed on a ceasefire.
    agree happened ARM AZE
Washington is providing Ukraine with Patriot missiles.
    aid happened USA > UKR
Jordanian relief planes delivered aid to Turkey after the earthquake.
    aid happened JOR > TUR
Moscow hailed Beijing's peace plan.
    praise happened RUS > CHN
Hungary backed Turkey in the dispute.
    praise happened HUN > TUR
Lebanon called on the Security Council to condemn Israel.
    request happened LBN > UNSC
    accuse proposed UNSC > ISR
Greece blamed Turkey for the incident.
    accuse happened GRC > TUR
India dismissed the Pakistani accusations.
    reject happened IND > PAK
Iran vowed to retaliate against Israel.
    threaten happened IRN > ISR
Tougher sanctions were imposed on Iran by the European Union.
    sanction happened EUR > IRN
Saudi Arabia eased restrictions on Yemen.
    yield happened SAU > YEM
Hundreds of prisoners were released by the Houthis.
NATO has moved troops to Poland against Russia.
    mobilise happened NAT > RUS
Ukrainian drones hit an airfield in Russia on Tuesday.
    attack happened UKR > RUS
Hamas fired rockets at Israel.
    attack happened HMS > ISR
The Greek prime minister will not travel to Ankara.
    visit denied GRC > TUR
Cyprus called off talks with Turkey.
    meet denied CYP TUR
Tunisia and Libya hope to sign a trade agreement.
    sign proposed LBY TUN
Mali ordered the French ambassador to leave the country.
    expel_envoy happened MLI > FRA
Croatian Prime Minister Andrej Plenkovic is visiting Kuwait.
    visit happened HRV > KWT
The Kuwaiti emir left for London on Friday on an official visit to Britain.
    visit happened KWT > GBR
Albania's president toured Kosovo last week.
    visit happened ALB > XKX
Mexico's foreign minister is expected to arrive in Havana tomorrow.
    visit planned MEX > CUB
Thai and Cambodian generals held a meeting at the border.
    meet happened KHM THA
The Omani sultan hosted the Iranian president in Muscat.
    meet happened IRN OMN
Negotiations between Serbia and Kosovo resumed in Brussels.
    meet happened SRB XKX
Finnish President Sauli Niinisto telephoned his Russian counterpart.
    call happened FIN RUS
The Vietnamese leader sent a letter to North Korea.
    message happened VNM > PRK
Austria has invited the Serbian president to Vienna.
    invite happened AUT > SRB
Norway is mediating between the Philippines and China.
    mediate happened NOR > CHN PHL
Ghana will open an embassy in Morocco.
    open_mission planned GHA > MAR
The Czech embassy in Kabul was reopened.
    open_mission happened CZE > AFG
Jordan withdrew its ambassador from Israel.
    recall_envoy happened JOR > ISR
Tunisia appointed an ambassador to Syria.
    appoint_envoy happened TUN > SYR
Bulgaria expels two Russian diplomats.
    expel_envoy happened BGR > RUS
Israel and Morocco normalised relations in December 2020.
    establish_relations happened ISR MAR
Nicaragua severed ties with Taiwan in 2021.
    sever_relations happened NIC > TWN
Malta will recognise Palestine.
    recognise planned MLT > PSE
Belgium signed a defence agreement with the Netherlands.
    sign happened BEL NLD
A border treaty was signed between Uzbekistan and Kyrgyzstan.
    sign happened KGZ UZB
Lithuania sent ammunition to Ukraine.
    aid happened LTU > UKR
Kuwait donated 5 million dollars to Lebanon.
    aid happened KWT > LBN
Colombia thanked Spain for its support.
    praise happened COL > ESP
Switzerland expressed solidarity with Turkey.
    praise happened CHE > TUR
Bangladesh urged Myanmar to take back the refugees.
    request happened BGD > MMR
Estonia asked NATO to send more troops.
    request happened EST > NAT
Burundi accused Rwanda of backing rebels.
    accuse happened BDI > RWA
The African Union condemned the coup in Niger.
    accuse happened AFU > NER
Ecuador rejected Mexico's protest.
    reject happened ECU > MEX
Eritrea was threatened by Ethiopia.
    threaten happened ETH > ERI
Kenya banned imports from Uganda.
    sanction happened KEN > UGA
Washington imposed tariffs on Chinese steel.
    sanction happened USA > CHN
Turkey released an American pastor.
    yield happened TUR > USA
Ethiopian troops withdrew from Somalia.
    yield happened ETH > SOM
Venezuela massed troops on the border with Guyana.
    mobilise happened VEN > GUY
Iranian forces seized a Greek tanker.
    coerce happened IRN > GRC
The Houthis launched missiles at Saudi Arabia.
    attack happened HTH > SAU
Azerbaijani forces shelled positions in Armenia.
    attack happened AZE > ARM
Slovakia never recognised Kosovo.
    recognise denied SVK > XKX
Libya may cut off ties with Malta.
    sever_relations proposed LBY > MLT
"""


def code(text: str, title: str = "") -> CodedArticle:
    return CODER.code(Article(text=text, title=title, published="2023-04-19", language="en"))


def told(event: EventMention) -> str:
    parties = " ".join(sorted(event.source))
    if event.target:
        parties += " > " + " ".join(sorted(event.target))
    return f"{event.act} {event.status} {parties}"


def cases() -> list[tuple[str, set[str]]]:
    found: list[tuple[str, set[str]]] = []
    for line in SENTENCES.strip().splitlines():
        if line.startswith(" "):
            found[-1][1].add(line.strip())
        else:
            found.append((line, set()))
    return found


@pytest.mark.parametrize(("sentence", "expected"), cases())
def test_events(sentence: str, expected: set[str]) -> None:
    assert {told(event) for event in code(sentence).events} == expected


def test_evidence_is_cut_from_the_text() -> None:
    text = "Tehran accused Washington of violating its airspace."
    (event,) = code(text).events
    assert event.evidence.text == text[event.evidence.start : event.evidence.end]
    assert "accused Washington" in event.evidence.text


@pytest.mark.parametrize(
    ("sentence", "date"),
    [
        ("Israeli Foreign Minister Eli Cohen arrived in Ashgabat on 19 April 2023.", "2023-04-19"),
        ("Egypt and Sudan signed an agreement on April 12, 2023.", "2023-04-12"),
        ("Egypt and Sudan signed an agreement on Monday.", "2023-04-17"),
        ("Bahrain severed ties with Iran last month.", "2023-03"),
        ("Iran opened an embassy in Oman in March 2021.", "2021-03"),
        ("Saudi Arabia recalled its ambassador from Beirut in 1999.", "1999"),
        ("The Iraqi president arrived in Tehran yesterday.", "2023-04-18"),
        ("The Iraqi president will visit Iran tomorrow.", "2023-04-20"),
        ("The Iraqi president will visit Iran next Thursday.", "2023-04-20"),
        ("Russia attacked Ukraine three days ago.", "2023-04-16"),
        ("The Iraqi president visited Iran in May.", "2022-05"),
        ("The Iraqi president visited Iran two years ago.", "2021~"),
        ("The Iraqi president visited Iran last night.", "2023-04-18"),
        ("On the 14th of February 2005 Syria attacked Lebanon.", "2005-02-14"),
        ("The Iraqi president may visit Iran.", None),
    ],
)
def test_dates(sentence: str, date: str | None) -> None:
    (event,) = code(sentence).events
    assert event.date == date


def test_may_is_a_month_after_in_and_a_wish_before_a_verb() -> None:
    assert code("The Iraqi president visited Iran in May.").events[0].status == "happened"
    assert code("The Iraqi president may visit Iran.").events[0].status == "proposed"


def test_us_is_not_the_pronoun() -> None:
    assert code("They accused us of lying about Iran.").events == ()
    assert told(code("Iran accused the US of lying.").events[0]) == "accuse happened IRN > USA"


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("Cohen is the first Israeli foreign minister to visit Turkmenistan in 29 years.",
         ("first", "visit", 29, "year")),
        ("It was the first visit by a Saudi foreign minister to Iran since 2016.",
         ("first", "visit", 7, "year")),
        ("It is the third Israeli embassy in the Caucasus after Azerbaijan and Georgia.",
         ("ordinal", "open_mission", 3, None)),
        ("Trade between Turkey and Iran reached 7 billion dollars in 2022.",
         ("trade", "trade", 7_000_000_000, "USD")),
        ("The Israeli embassy in Turkmenistan is 17 kilometres from the Iranian border.",
         ("distance", "open_mission", 17, "km")),
        ("Egypt and Sudan have signed 12 agreements.", ("count", "agreement", 12, "agreement")),
        ("Israel and Egypt celebrated the 40th anniversary of the peace treaty.",
         ("anniversary", "sign", 40, "year")),
    ],
)  # fmt: skip
def test_claims(sentence: str, claim: tuple[str, str, int, str | None]) -> None:
    found = [(c.kind, c.about, c.value, c.unit) for c in code(sentence).claims]
    assert found == [claim]


@pytest.mark.parametrize(
    ("sentence", "person"),
    [
        ("Israeli Foreign Minister Eli Cohen arrived in Ashgabat.",
         ("Eli Cohen", "ISR", "foreign_minister")),
        ("Sergei Lavrov, the foreign minister of Russia, arrived in Baghdad.",
         ("Sergei Lavrov", "RUS", "foreign_minister")),
        ("US Secretary of State Antony Blinken arrived in Cairo.",
         ("Antony Blinken", "USA", "foreign_minister")),
        ("Turkmen President Serdar Berdimuhamedov will visit Iran next week.",
         ("Serdar Berdimuhamedov", "TKM", "head_of_state")),
        ("NATO Secretary-General Jens Stoltenberg visited Ukraine.",
         ("Jens Stoltenberg", "NAT", "organisation_head")),
        ("Japan's ambassador Taro Yamada met the Iraqi president.",
         ("Taro Yamada", "JPN", "ambassador")),
    ],
)  # fmt: skip
def test_people(sentence: str, person: tuple[str, str, str]) -> None:
    assert person in [(p.name, p.country, p.office) for p in code(sentence).people]


def test_a_surname_means_the_person_named_before() -> None:
    text = "Israeli Foreign Minister Eli Cohen flew to Ashgabat. Cohen met Turkmen officials."
    assert "meet happened ISR TKM" in {told(event) for event in code(text).events}


def test_verb_forms_are_those_the_tool_writes(tmp_path: Path) -> None:
    tool = ROOT / "tools" / "build_english_verbs.py"
    run = subprocess.run([sys.executable, str(tool), "--check"], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("path", sorted(PACK.glob("*.tsv")), ids=lambda path: path.name)
def test_tables_are_clean(path: Path) -> None:
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    columns = len(lines[0].split("\t"))
    assert all(len(line.split("\t")) <= columns for line in lines)
    assert all(cell == cell.strip() for line in lines for cell in line.split("\t"))
    parts = [part for line in lines for part in line.replace("\t", "|").split("|")]
    assert all(part == part.strip() for part in parts)
    assert len(set(lines)) == len(lines)
