/** First names and short forms that are nobody of the group when the group has none: the app asks who they are. */
export const FIRST_NAMES: ReadonlySet<string> = new Set(
  `adriana adriano alan alessandra alex ali alice aline amanda andre andrea antonio artur babi beatriz bela
beto biel bruna bruno cadu caio cami camila carla carlinhos carlos chico clara claudia claudio cris
cristiano cristina dani daniel daniela danilo davi deb debora diego digo duda dudu edu eduarda eduardo eli
elisa fabi fabiana fabio fe felipe fernanda fernando flavia fred gabi gabriel gabriela gu guga gui
guilherme gustavo heitor helena henrique hugo igor isa isabel isabela jessica jo joana joaquim jorge jose
jr ju juju julia juliana junior kaio kaua lais lara lari larissa laura le leandro leo leonardo leticia lia
lorena luana lucas lucia luciana luciano luis luisa luiz luiza manu manuela marcela marcelo marcia marcio
marco marcos mari maria mariana marina mateus matheus mauricio mauro melissa miguel monica nanda nando
natalia nath neto nina pati patricia paula paulinho paulo pri priscila rafa rafael rafaela raquel re
rebeca renan renata renato ricardo rick rita ro roberta roberto rodrigo samuel sara sergio silvia simone
sofia tais tati tatiana thais thiago ti tiago tonho toni toninho valeria vanessa vera victor vini vinicius
vitor vitoria vivi viviane wagner will william yago yasmin zeca`.split(/\s+/),
);

/** "minha mãe", "meu cunhado": somebody, and not of the group. */
export const KIN: ReadonlySet<string> = new Set(
  `amiga amigo avo chefe cunhada cunhado esposa filha filho irma irmao mae marido mina mulher namo namorada
namorado noiva noivo pai prima primo sogra sogro tia tio vizinha vizinho`.split(/\s+/),
);
